/// The pictures of the screen: which are wanted, which are ready, and which may stay until a newer one comes.

import Review
import Synchronization
import Terminal
import Workstation

/// Belongs to the thread that owns the screen; rendering and encoding happen elsewhere.
final class Lightbox {
  private var full = ImageCache<PictureRecipe>()
  private var coarse = ImageCache<PictureRecipe>(byteLimit: 16 << 20)
  private var missing: Set<PictureRecipe> = []
  private let printer: Printer
  /// The study whose picture is on the glass.
  private var shown: StudyID?
  private var graphics: Graphics

  init(graphics: Graphics, darkroom: Darkroom, mailbox: Mailbox<Note>) {
    self.graphics = graphics
    printer = Printer(darkroom: darkroom, mailbox: mailbox)
  }

  /// Takes a picture that has been made.
  func take(_ image: EncodedImage, _ recipe: PictureRecipe, _ quality: Quality) {
    switch quality {
    case .coarse: coarse.insert(image, for: recipe)
    case .full: full.insert(image, for: recipe)
    }
  }

  /// Takes note that a picture cannot be made.
  func miss(_ recipe: PictureRecipe) { missing.insert(recipe) }

  /// The terminal shows pictures in another way now.
  func change(_ graphics: Graphics) {
    guard graphics != self.graphics else { return }
    self.graphics = graphics
    full.removeAll()
    coarse.removeAll()
  }

  /// Orders what a frame needs and is not ready, and lets go of everything else. `map` finds a recipe's explanation.
  func order(_ frame: Frame<PictureRecipe>, map: (PictureRecipe) -> ExplanationMap?) {
    let unmade = frame.images.map(\.recipe).filter { full.image(for: $0) == nil }
    printer.order(unmade.map { ($0, map($0)) }, graphics)
    if !frame.images.contains(where: { $0.recipe.study != nil }) { shown = nil }
  }

  /// How finely the frame's films can be shown now, the worst of them; nil where one is not made yet or there is none.
  func quality(of frame: Frame<PictureRecipe>) -> Quality? {
    let films = frame.images.map(\.recipe).filter { $0.study != nil }
    if films.isEmpty || films.contains(where: { full.image(for: $0) == nil && coarse.image(for: $0) == nil })
    {
      return nil
    }
    return films.contains { full.image(for: $0) == nil } ? .coarse : .full
  }

  /// What the glass gets for a recipe. The old picture may stay only while it shows the same study.
  func content(for recipe: PictureRecipe) -> GlassContent {
    let image = full.image(for: recipe) ?? coarse.image(for: recipe)
    guard let study = recipe.study else { return image.map { .image($0) } ?? .keep }
    if let image {
      shown = study
      return .image(image)
    }
    if shown == study { return .keep }
    shown = nil
    return .text(missing.contains(recipe) ? "The file of this film changed or went away. Open it again." : "")
  }
}

extension PictureRecipe {
  /// The study that the picture shows; nil for a picture of no film.
  var study: StudyID? {
    if case .film(let film) = self { film.study } else { nil }
  }
}
