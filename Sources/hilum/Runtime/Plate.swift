/// A picture in the making: gray levels, overlay, and what is etched into it in the film's own places.

import Imaging
import Review
import Terminal
import Workstation

struct Plate {
  let size: PixelSize
  var gray: [UInt16]
  /// Empty until something is coloured.
  var overlay: [UInt8]

  init(size: PixelSize, gray: [UInt16], overlay: [UInt8]) {
    (self.size, self.gray, self.overlay) = (size, gray, overlay)
  }

  /// - Parameter opacity: of the overlay where it is strongest, in percent.
  func picture(ramp: [SIMD3<UInt8>], opacity: Int) -> Picture {
    Picture(
      width: size.width, height: size.height, gray: gray, overlay: overlay, ramp: overlay.isEmpty ? [] : ramp,
      opacity: opacity)
  }

  /// Draws annotations, cross and scale bar. `film` is the film's own size, `source` the shown part of the displayed film.
  mutating func etch(_ recipe: PictureRecipe.Film, film: PixelSize, source: Region) {
    func place(_ point: FilmPoint) -> (x: Double, y: Double) {
      let there = recipe.pose.place(point, on: film)
      return (
        (there.x - source.x) / source.width * Double(size.width),
        (there.y - source.y) / source.height * Double(size.height)
      )
    }
    for mark in recipe.marks {
      let isChosen = mark.id == recipe.chosenMark
      for stroke in mark.strokes {
        let points = stroke.map(place)
        for (a, b) in zip(points, points.dropFirst()) { line(a, b, isBright: isChosen) }
      }
      for (index, point) in mark.points.enumerated() where isChosen || mark.points.count == 1 {
        let here = isChosen && (recipe.handle == index || recipe.handle == nil)
        cross(at: place(point), arm: here ? 6 : 3, isBright: isChosen)
      }
    }
    if let point = recipe.cross {
      cross(at: place(FilmPoint(point.x + 0.5, point.y + 0.5)), arm: 12, isBright: true)
    }
    if let pixels = recipe.pixelsPerCM { scaleBar(pixels / source.height * Double(size.height)) }
  }

  /// Ten centimetres, or as many as fit, along the left edge from the bottom up, with a tick at each.
  private mutating func scaleBar(_ pixelsPerCM: Double) {
    guard pixelsPerCM >= 3 else { return }
    let count = min(10, Int(Double(size.height - 16) / pixelsPerCM))
    guard count >= 1 else { return }
    let bottom = Double(size.height - 8)
    line((6, bottom), (6, bottom - Double(count) * pixelsPerCM), isBright: false)
    for tick in 0...count {
      let y = bottom - Double(tick) * pixelsPerCM
      line((6, y), (tick % 5 == 0 ? 16 : 11, y), isBright: false)
    }
  }

  private mutating func cross(at p: (x: Double, y: Double), arm: Double, isBright: Bool) {
    line((p.x - arm, p.y), (p.x + arm, p.y), isBright: isBright)
    line((p.x, p.y - arm), (p.x, p.y + arm), isBright: isBright)
  }

  /// A white line with a dark edge, seen on any film. A bright one also has the ramp's strongest colour.
  private mutating func line(_ a: (x: Double, y: Double), _ b: (x: Double, y: Double), isBright: Bool) {
    let steps = Int(max(abs(b.x - a.x), abs(b.y - a.y)).rounded(.up))
    guard steps < 1 << 14 else { return }
    if isBright, overlay.isEmpty { overlay = [UInt8](repeating: 0, count: gray.count) }
    for step in 0...max(1, steps) {
      let t = Double(step) / Double(max(1, steps))
      let (x, y) = (Int((a.x + (b.x - a.x) * t).rounded(.down)), Int((a.y + (b.y - a.y) * t).rounded(.down)))
      dot(x + 1, y + 1, level: 0, isBright: false)
      dot(x, y, level: 65535, isBright: isBright)
    }
  }

  private mutating func dot(_ x: Int, _ y: Int, level: UInt16, isBright: Bool) {
    guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
    gray[y * size.width + x] = level
    if !overlay.isEmpty { overlay[y * size.width + x] = isBright ? 255 : 0 }
  }

  /// Puts a square picture into the upper left corner, with a frame.
  mutating func paste(_ square: [UInt16], side: Int) {
    for y in 0..<side {
      for x in 0..<side {
        let isFrame = x == side - 1 || y == side - 1
        gray[y * size.width + x] = isFrame ? 65535 : square[y * side + x]
        if !overlay.isEmpty { overlay[y * size.width + x] = 0 }
      }
    }
  }
}

extension Annotation {
  /// The lines that draw it, in places of the film.
  fileprivate var strokes: [[FilmPoint]] {
    switch shape {
    case .point, .text: []
    case .line: [points]
    case .angle: [points]
    case .cobb: [Array(points[0...1]), Array(points[2...3])]
    case .ctr:
      points.map { [FilmPoint($0.x, $0.y - 60), FilmPoint($0.x, $0.y + 60)] } + [
        Array(points[0...1]), Array(points[2...3]),
      ]
    case .box:
      [
        [
          points[0], FilmPoint(points[1].x, points[0].y), points[1], FilmPoint(points[0].x, points[1].y),
          points[0],
        ]
      ]
    case .ellipse: [round]
    }
  }

  /// The ellipse as a line of 64 pieces.
  private var round: [FilmPoint] {
    // Sine and cosine by turning a unit vector on: no library is needed for 64 equal steps.
    let (cosine, sine) = (0.995184726672197, 0.0980171403295606)
    var (x, y) = (1.0, 0.0)
    return (0...64).map { _ in
      defer { (x, y) = (x * cosine - y * sine, x * sine + y * cosine) }
      return FilmPoint(
        bounds.x + bounds.width * (1 + x) / 2, bounds.y + bounds.height * (1 + y) / 2)
    }
  }
}

enum Contour {
  /// The pixels at the upper side of the level line, in full strength; all others show the film.
  static func of(_ strengths: [UInt8], width: Int, level: Int) -> [UInt8] {
    guard width > 0 else { return strengths }
    let height = strengths.count / width
    var line = [UInt8](repeating: 0, count: strengths.count)
    for y in 0..<height {
      for x in 0..<width where Int(strengths[y * width + x]) >= level {
        let neighbours = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        let isEdge = neighbours.contains { x, y in
          x < 0 || y < 0 || x >= width || y >= height || Int(strengths[y * width + x]) < level
        }
        if isEdge { line[y * width + x] = 255 }
      }
    }
    return line
  }
}

extension ExplanationMap {
  /// The map as it lies over the film in a pose.
  func turned(_ pose: FilmPose) -> ExplanationMap {
    if pose.isAsFiled { return self }
    return ExplanationMap(
      rows: pose.isSideways ? columns : rows, columns: pose.isSideways ? rows : columns,
      values: pose.arrange(values, rows: rows, columns: columns))
  }
}
