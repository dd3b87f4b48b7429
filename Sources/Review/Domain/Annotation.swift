/// What a reader draws on a film, in the film's own pixels: no window, zoom, flip or rotation changes it.

/// A place on the film: `x` columns from its left edge, `y` rows from its upper edge, in pixels of the file.
package struct FilmPoint: Codable, Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

  package init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    (x, y) = (try values.decode(Double.self), try values.decode(Double.self))
    guard x.isFinite, y.isFinite else {
      throw DecodingError.dataCorruptedError(in: values, debugDescription: "a point is two finite numbers")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.unkeyedContainer()
    try values.encode(x)
    try values.encode(y)
  }
}

/// The patient's side, never the picture's.
package enum PatientSide: String, Codable, CaseIterable, Sendable {
  case right = "R", left = "L", both = "B"
}

package struct Annotation: Codable, Hashable, Sendable {
  package enum Shape: String, Codable, CaseIterable, Sendable {
    /// Two corners.
    case box
    /// The two corners of the box around it.
    case ellipse
    /// Two ends.
    case line
    case point
    /// An end, the vertex, the other end.
    case angle
    /// Two ends of each of two lines: the angle between them (Cobb 1948).
    case cobb
    /// The heart's right and left border, then the inner chest wall right and left: the cardiothoracic ratio (Danzer 1919).
    case ctr
    /// A point and its text.
    case text

    /// How many points the shape has.
    package var points: Int {
      switch self {
      case .point, .text: 1
      case .box, .ellipse, .line: 2
      case .angle: 3
      case .cobb, .ctr: 4
      }
    }
  }

  /// Unique on its film; a later annotation with the same number takes the place of this one.
  package let id: Int
  package let shape: Shape
  package var points: [FilmPoint]
  /// The finding that it belongs to, as the pack spells it.
  package var label: String?
  package var side: PatientSide?
  package var text: String?

  /// - Precondition: as many points as the shape has.
  package init(
    id: Int, shape: Shape, points: [FilmPoint], label: String? = nil, side: PatientSide? = nil,
    text: String? = nil
  ) {
    precondition(points.count == shape.points)
    self.id = id
    self.shape = shape
    self.points = points
    self.label = label
    self.side = side
    self.text = text
  }

  private enum CodingKeys: String, CodingKey { case id, shape, points, label, side, text }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    id = try fields.decode(Int.self, forKey: .id)
    shape = try fields.decode(Shape.self, forKey: .shape)
    points = try fields.decode([FilmPoint].self, forKey: .points)
    label = try fields.decodeIfPresent(String.self, forKey: .label)
    side = try fields.decodeIfPresent(PatientSide.self, forKey: .side)
    text = try fields.decodeIfPresent(String.self, forKey: .text)
    guard points.count == shape.points else {
      throw DecodingError.dataCorruptedError(
        forKey: .points, in: fields, debugDescription: "a \(shape.rawValue) has \(shape.points) points")
    }
  }

  /// The smallest upright box around it: x, y, width, height.
  package var bounds: (x: Double, y: Double, width: Double, height: Double) {
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
    return (left, top, (xs.max() ?? 0) - left, (ys.max() ?? 0) - top)
  }
}
