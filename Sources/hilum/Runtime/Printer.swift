/// Renders and encodes pictures in the background: a coarse one at once, the full one when the reader has come to rest.

import Review
import Synchronization
import Terminal
import Workstation

final class Printer: Sendable {
  private struct Order: Sendable {
    let map: ExplanationMap?
    let graphics: Graphics
  }

  private struct Step: Hashable, Sendable {
    let recipe: PictureRecipe
    let quality: Quality
  }

  private let darkroom: Darkroom
  private let mailbox: Mailbox<Note>
  private let orders = Mutex<[PictureRecipe: Order]>([:])
  private let backlog = Backlog<Step>()

  /// How long a coarse picture stands before the full one is made: keys that repeat come faster.
  private static let rest = Duration.milliseconds(80)

  init(darkroom: Darkroom, mailbox: Mailbox<Note>) {
    self.darkroom = darkroom
    self.mailbox = mailbox
    Task { await backlog.work(perform: self.perform) }
  }

  /// Replaces all orders. Work on a picture that is no longer ordered stops.
  func order(_ wanted: [(PictureRecipe, ExplanationMap?)], _ graphics: Graphics) {
    let fresh = orders.withLock { orders -> [PictureRecipe] in
      let before = orders
      orders = Dictionary(
        wanted.map { ($0.0, Order(map: $0.1, graphics: graphics)) }, uniquingKeysWith: { first, _ in first })
      return orders.keys.filter { before[$0]?.graphics != graphics }
    }
    for recipe in fresh {
      let hasCoarse = graphics.hasCoarse && recipe.study != nil
      backlog.add(Step(recipe: recipe, quality: hasCoarse ? .coarse : .full))
    }
  }

  private func perform(_ step: Step) {
    guard let order = orders.withLock({ $0[step.recipe] }) else { return }
    let isCancelled = { self.orders.withLock { $0[step.recipe]?.graphics != order.graphics } }
    guard let picture = darkroom.picture(step.recipe, map: order.map) else {
      mailbox.post(.noPicture(step.recipe))
      return
    }
    guard let image = order.graphics.encode(picture, quality: step.quality, isCancelled: isCancelled) else {
      return
    }
    mailbox.post(.picture(step.recipe, image, step.quality))
    guard step.quality == .coarse else { return }
    Task {
      try? await Task.sleep(for: Self.rest)
      backlog.add(Step(recipe: step.recipe, quality: .full))
    }
  }
}
