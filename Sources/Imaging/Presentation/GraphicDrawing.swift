/// Drawings of a presentation state as one bit plane over the film (PS3.3 C.10.5).

internal import Foundation

/// Takes graphic annotations one after another. Words are not drawn: they may name the patient.
struct GraphicDrawing {
  private let rows: Int
  private let columns: Int
  private var bits: [UInt8] = []
  private var words = 0
  private var elsewhere = 0
  private var unknown = 0
  /// Dots that may still be set: no drawing takes long.
  private var budget = 4_000_000

  /// Points of one annotation that are looked at.
  private static let mostPoints = 65_536

  /// - Parameters: the size of the image as it is stored.
  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  /// nil where nothing was drawn.
  var overlay: Overlay? {
    bits.isEmpty ? nil : Overlay(rows: rows, columns: columns, top: 0, left: 0, bits: bits)
  }

  /// What was left out, in words.
  var refused: [String] {
    (budget > 0 ? [] : ["drawings beyond four million dots"])
      + [(words, "texts"), (elsewhere, "drawings beside the film"), (unknown, "drawings of unknown shape")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
  }

  mutating func draw(_ annotation: DataItem) {
    words += annotation.items(.textObjectSequence).count
    for object in annotation.items(.graphicObjectSequence) {
      guard object.string(.annotationUnits) == "PIXEL" else {
        elsewhere += 1
        continue
      }
      let shape = Self.shape(object.string(.graphicType), Self.points(object))
      guard !shape.isEmpty else {
        unknown += 1
        continue
      }
      if shape.count == 1 { stroke(shape[0], shape[0]) }
      for (from, to) in zip(shape, shape.dropFirst()) { stroke(from, to) }
    }
  }

  /// Columns and rows, counted so that 1 is the middle of the first pixel.
  private static func points(_ object: DataItem) -> [SIMD2<Double>] {
    var points: [SIMD2<Double>] = []
    while points.count < mostPoints, let x = object.long(.graphicData, 2 * points.count),
      let y = object.long(.graphicData, 2 * points.count + 1)
    {
      let point = SIMD2(Double(Float(bitPattern: x)), Double(Float(bitPattern: y))) - 1
      guard abs(point.x) < 1e6, abs(point.y) < 1e6 else { return [] }
      points.append(point)
    }
    return points
  }

  /// The corners of a line; curves become chords.
  private static func shape(_ type: String?, _ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    switch (type, points.count) {
    case ("POINT", 1...), ("POLYLINE", 2...), ("INTERPOLATED", 2...): points
    case ("CIRCLE", 2): ellipse(points[0], points[1] - points[0], turned(points[1] - points[0]))
    case ("ELLIPSE", 4):
      ellipse((points[0] + points[1]) / 2, (points[1] - points[0]) / 2, (points[3] - points[2]) / 2)
    default: []
    }
  }

  private static func turned(_ radius: SIMD2<Double>) -> SIMD2<Double> { SIMD2(-radius.y, radius.x) }

  private static func ellipse(_ middle: SIMD2<Double>, _ a: SIMD2<Double>, _ b: SIMD2<Double>)
    -> [SIMD2<Double>]
  {
    (0...180).map { step in
      let angle = Double(step) * .pi / 90
      return middle + a * cos(angle) + b * sin(angle)
    }
  }

  /// A line as thick as it must be to be seen when the whole film is on the screen.
  private mutating func stroke(_ from: SIMD2<Double>, _ to: SIMD2<Double>) {
    if bits.isEmpty { bits = [UInt8](repeating: 0, count: (rows * columns + 7) / 8) }
    let step = to - from
    let count = max(1, Int(max(abs(step.x), abs(step.y)).rounded(.up)))
    let reach = max(columns, rows) / 1200
    budget -= count
    guard budget > 0 else { return }
    for i in 0...count {
      let point = from + step * (Double(i) / Double(count))
      let (column, row) = (Int(point.x.rounded()), Int(point.y.rounded()))
      for y in max(0, row - reach)..<max(max(0, row - reach), min(rows, row + reach + 1)) {
        for x in max(0, column - reach)..<max(max(0, column - reach), min(columns, column + reach + 1)) {
          bits[(y * columns + x) >> 3] |= 1 << UInt8((y * columns + x) & 7)
        }
      }
    }
  }
}
