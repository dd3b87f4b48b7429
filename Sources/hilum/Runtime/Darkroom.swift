/// Makes pictures from recipes: window, resample, polarity, overlay; then the terminal's own encoding.

import Imaging
import Review
import Synchronization
import Terminal
import Workstation

/// Renders one recipe at a time. Keeps the last windowed film, so that pan, zoom and overlay do not window again.
final class Darkroom: Sendable {
  /// What decides the pixels of a displayed film before it is cut out and resampled.
  private struct Development: Hashable, Sendable {
    let study: StudyID
    let frame: Int
    let presentation: String?
    let window: Window?
    let isEqualised: Bool
    let pose: FilmPose
  }

  private let shelf: FilmShelf
  private let album: PresentationAlbum
  /// The last films that were developed, the newest first: two, for films beside each other.
  private let developed = Mutex<[(Development, DisplayImage)]>([])
  private let ramp: [SIMD3<UInt8>]

  init(shelf: FilmShelf, album: PresentationAlbum, ramp: Ramp) {
    self.shelf = shelf
    self.album = album
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
    guard let image = developed(recipe, recipe.study), recipe.size.width > 0, recipe.size.height > 0
    else { return nil }
    let size = PixelSize(width: image.columns, height: image.rows)
    let source = FilmGeometry(film: size, pane: recipe.size, viewport: recipe.viewport, aspect: recipe.aspect)
      .source
    var gray = gray(of: image, source, recipe.size, isInverted: recipe.inverted)
    if let minus = recipe.minus {
      guard let other = developed(recipe, minus) else { return nil }
      subtract(other, from: &gray, recipe)
    }
    var plate = Plate(size: recipe.size, gray: gray, overlay: overlay(recipe, map, source, image))
    let film = recipe.pose.isSideways ? PixelSize(width: size.height, height: size.width) : size
    plate.etch(recipe, film: film, source: source)
    if let point = recipe.magnified {
      magnify(image, recipe.pose.place(point, on: film), recipe, source, on: &plate)
    }
    return plate.picture(ramp: ramp, opacity: recipe.overlay?.opacityPercent ?? 60)
  }

  private func overlay(
    _ recipe: PictureRecipe.Film, _ map: ExplanationMap?, _ source: Region, _ image: DisplayImage
  ) -> [UInt8] {
    guard let wanted = recipe.overlay, let map else { return [] }
    let inside = FilmArea(source, image, recipe.size)
    let strengths = strengths(
      of: map.turned(recipe.pose), fullScale: wanted.method.fullScale(of: map), over: inside, recipe.size)
    guard wanted.style == .contour else { return strengths }
    return Contour.of(strengths, width: recipe.size.width, level: wanted.contourPercent * 255 / 100)
  }

  /// The gray levels of a cut-out; outside the film it stays black whatever the polarity.
  private func gray(
    of image: DisplayImage, _ source: Region, _ size: PixelSize, isInverted: Bool
  ) -> [UInt16] {
    var gray = image.resampled(source: source, width: size.width, height: size.height)
    guard isInverted else { return gray }
    let inside = FilmArea(source, image, size)
    for y in inside.rows {
      for x in inside.columns { gray[y * size.width + x] = 65535 - gray[y * size.width + x] }
    }
    return gray
  }

  /// Middle gray where both films are equal; brighter where the first is.
  private func subtract(_ other: DisplayImage, from gray: inout [UInt16], _ recipe: PictureRecipe.Film) {
    let size = PixelSize(width: other.columns, height: other.rows)
    let source = FilmGeometry(film: size, pane: recipe.size, viewport: recipe.viewport, aspect: recipe.aspect)
      .source
    let second = self.gray(of: other, source, recipe.size, isInverted: recipe.inverted)
    for index in gray.indices { gray[index] = UInt16((65535 + Int(gray[index]) - Int(second[index])) / 2) }
  }

  /// A square of the film four times as large, at the pane's upper left corner.
  private func magnify(
    _ image: DisplayImage, _ place: FilmPoint, _ recipe: PictureRecipe.Film, _ source: Region,
    on plate: inout Plate
  ) {
    let side = min(recipe.size.width, recipe.size.height) / 3
    guard side >= 8 else { return }
    let span = source.width / Double(recipe.size.width) * Double(side) / 4
    let region = Region(
      x: place.x - span / 2, y: place.y - span / 2, width: span, height: span / recipe.aspect)
    let square = PixelSize(width: side, height: side)
    plate.paste(gray(of: image, region, square, isInverted: recipe.inverted), side: side)
  }

  /// The film windowed, equalised and turned as the recipe says. Another film than the recipe's own, for a difference, is
  /// shown as its own file asks.
  private func developed(_ recipe: PictureRecipe.Film, _ study: StudyID) -> DisplayImage? {
    let isOwn = study == recipe.study
    let wanted = Development(
      study: study, frame: isOwn ? recipe.frame : 0, presentation: isOwn ? recipe.presentation : nil,
      window: isOwn ? recipe.window : nil, isEqualised: recipe.isEqualised, pose: recipe.pose)
    if let known = developed.withLock({ $0.first { $0.0 == wanted }?.1 }) { return known }
    guard let film = shelf.film(of: study, frame: wanted.frame) else { return nil }
    let presented = wanted.presentation.flatMap { album.state($0) }
      .flatMap { film.presented(by: $0, frame: wanted.frame) }
    let windowed = (presented?.image ?? film.image).display(window: wanted.window)
    let image = (wanted.isEqualised ? windowed.equalised() : windowed).reoriented(wanted.pose.change)
    developed.withLock { $0 = [(wanted, image)] + $0.prefix(1) }
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
