/// Makes pictures from recipes: window, resample, polarity, overlay; then the terminal's own encoding.

import Imaging
import Review
import Synchronization
import Terminal
import Workstation

/// Renders one recipe at a time. Keeps the last windowed film, so that pan, zoom and overlay do not window again.
final class Darkroom: Sendable {
  private struct Windowed: Sendable {
    let study: StudyID
    let window: Window?
    let image: DisplayImage
  }

  private let shelf: FilmShelf
  private let last = Mutex<Windowed?>(nil)
  private let ramp: [SIMD3<UInt8>]

  init(shelf: FilmShelf, ramp: Ramp) {
    self.shelf = shelf
    self.ramp = ramp.colors
  }

  /// The picture of a recipe; nil when its film is no longer to be had. `map` is the recipe's explanation.
  func picture(_ recipe: PictureRecipe, map: ExplanationMap?) -> Picture? {
    switch recipe {
    case .film(let film): picture(of: film, map: map)
    case .scale(let size): scale(size)
    }
  }

  private func picture(of recipe: PictureRecipe.Film, map: ExplanationMap?) -> Picture? {
    guard let image = windowed(recipe.study, recipe.window), recipe.size.width > 0, recipe.size.height > 0
    else { return nil }
    let geometry = FilmGeometry(
      film: PixelSize(width: image.columns, height: image.rows), pane: recipe.size, viewport: recipe.viewport,
      aspect: recipe.aspect)
    let (width, height) = (recipe.size.width, recipe.size.height)
    var gray = image.resampled(source: geometry.source, width: width, height: height)
    let inside = FilmArea(geometry.source, image, recipe.size)
    if recipe.inverted {
      for y in inside.rows { for x in inside.columns { gray[y * width + x] = 65535 - gray[y * width + x] } }
    }
    guard let overlay = recipe.overlay, let map else {
      return Picture(width: width, height: height, gray: gray)
    }
    return Picture(
      width: width, height: height, gray: gray,
      overlay: strengths(of: map, fullScale: overlay.method.fullScale(of: map), over: inside, recipe.size),
      ramp: ramp)
  }

  private func windowed(_ study: StudyID, _ window: Window?) -> DisplayImage? {
    if let last = last.withLock({ $0 }), last.study == study, last.window == window { return last.image }
    guard let film = shelf.film(of: study) else { return nil }
    let image = film.image.display(window: window)
    last.withLock { $0 = Windowed(study: study, window: window, image: image) }
    return image
  }

  /// Overlay strength of each pixel: the map, bilinear between the centres of its cells, 255 at `fullScale`. The map
  /// covers the whole film, because the network saw the whole film.
  private func strengths(
    of map: ExplanationMap, fullScale: Float, over area: FilmArea, _ size: PixelSize
  ) -> [UInt8] {
    var strengths = [UInt8](repeating: 0, count: size.width * size.height)
    let columns = area.columns.map { Taps(area.u($0), of: map.columns) }
    for y in area.rows {
      let down = Taps(area.v(y), of: map.rows)
      for (x, across) in zip(area.columns, columns) {
        let top = across.mix(map.values, row: down.low * map.columns)
        let bottom = across.mix(map.values, row: down.high * map.columns)
        let value = top + (bottom - top) * down.share
        strengths[y * size.width + x] = UInt8(min(max(value / fullScale, 0), 1) * 255)
      }
    }
    return strengths
  }

  private func scale(_ size: PixelSize) -> Picture? {
    guard size.width > 0, size.height > 0 else { return nil }
    let row = (0..<size.width).map { UInt8($0 * 255 / max(1, size.width - 1)) }
    let count = size.width * size.height
    return Picture(
      width: size.width, height: size.height, gray: Array(repeating: 0x6000, count: count),
      overlay: Array(repeatElement(row, count: size.height).joined()), ramp: ramp)
  }
}

/// The pixels of a pane whose centres lie on the film.
private struct FilmArea {
  let columns: Range<Int>
  let rows: Range<Int>
  private let source: Region
  private let film: (width: Double, height: Double)
  private let step: (x: Double, y: Double)

  init(_ source: Region, _ image: DisplayImage, _ size: PixelSize) {
    self.source = source
    film = (Double(image.columns), Double(image.rows))
    step = (source.width / Double(size.width), source.height / Double(size.height))
    let (x, y) = step
    columns = (0..<size.width).clipped {
      (0..<Double(image.columns)).contains(source.x + (Double($0) + 0.5) * x)
    }
    rows = (0..<size.height).clipped { (0..<Double(image.rows)).contains(source.y + (Double($0) + 0.5) * y) }
  }

  /// Where the centre of a pixel lies on the film, 0...1.
  func u(_ column: Int) -> Double { (source.x + (Double(column) + 0.5) * step.x) / film.width }
  func v(_ row: Int) -> Double { (source.y + (Double(row) + 0.5) * step.y) / film.height }
}

extension Range<Int> {
  /// The stretch of this range in which `isInside` holds; it must hold for one stretch or none.
  fileprivate func clipped(_ isInside: (Int) -> Bool) -> Range<Int> {
    guard let first = first(where: isInside), let last = last(where: isInside) else { return 0..<0 }
    return first..<(last + 1)
  }
}

/// Two neighbouring cells of an axis and the share of the second.
private struct Taps {
  let low: Int
  let high: Int
  let share: Float

  init(_ position: Double, of count: Int) {
    let place = min(max(position * Double(count) - 0.5, 0), Double(max(0, count - 1)))
    low = Int(place)
    high = Swift.min(low + 1, Swift.max(0, count - 1))
    share = Float(place - Double(low))
  }

  func mix(_ values: [Float], row: Int) -> Float {
    values[row + low] + (values[row + high] - values[row + low]) * share
  }
}
