/// Which way the rows and columns of a film run in the patient (PS3.3 C.7.6.1.1.1).

/// A direction in the patient, by the letter that the header and the screen use.
package enum PatientDirection: Character, CaseIterable, Sendable {
  case left = "L"
  case right = "R"
  case anterior = "A"
  case posterior = "P"
  case head = "H"
  case foot = "F"

  package var opposite: PatientDirection {
    switch self {
    case .left: .right
    case .right: .left
    case .anterior: .posterior
    case .posterior: .anterior
    case .head: .foot
    case .foot: .head
    }
  }

  fileprivate enum Axis { case leftRight, frontBack, headFoot }

  fileprivate var axis: Axis {
    switch self {
    case .left, .right: .leftRight
    case .anterior, .posterior: .frontBack
    case .head, .foot: .headFoot
    }
  }
}

/// The two values of Patient Orientation (0020,0020).
package struct PatientOrientation: Hashable, Codable, Sendable {
  /// Direction of increasing columns, for example `L`; further letters refine an oblique direction.
  package let alongRow: String
  /// Direction of increasing rows, for example `F`.
  package let downColumn: String

  package init(alongRow: String, downColumn: String) {
    self.alongRow = alongRow
    self.downColumn = downColumn
  }

  package init(_ alongRow: PatientDirection, _ downColumn: PatientDirection) {
    self.init(alongRow: String(alongRow.rawValue), downColumn: String(downColumn.rawValue))
  }

  /// Patient's right on the viewer's left, head up: how frontal films are read.
  package static let frontal = PatientOrientation(.left, .foot)

  /// The chief directions; nil where a letter is unknown or both name the same axis.
  package var directions: (right: PatientDirection, down: PatientDirection)? {
    guard let right = alongRow.first.flatMap(PatientDirection.init(rawValue:)),
      let down = downColumn.first.flatMap(PatientDirection.init(rawValue:)), right.axis != down.axis
    else { return nil }
    return (right, down)
  }

  /// Front and back lie in the picture: a lateral film. nil where the letters do not say.
  package var isSagittal: Bool? {
    directions.map { $0.right.axis == .frontBack || $0.down.axis == .frontBack }
  }

  /// The same film after `change`; further letters turn with the first.
  package func after(_ change: Reorientation) -> PatientOrientation {
    var (right, down) = (alongRow, downColumn)
    for _ in 0..<change.quarterTurns { (right, down) = (Self.opposite(down), right) }
    if change.isMirrored { right = Self.opposite(right) }
    return PatientOrientation(alongRow: right, downColumn: down)
  }

  /// What brings this film into the reading convention: a frontal film to `L\F`; a lateral one upright by a turn alone,
  /// because either profile is in use; nil where the letters do not say enough.
  package var toReading: Reorientation? {
    guard let (right, down) = directions else { return nil }
    let axes = [right.axis, down.axis]
    guard axes.contains(.headFoot) else { return nil }
    return Reorientation.allCases.first { change in
      guard let (right, down) = after(change).directions, down == .foot else { return false }
      return right == .left || (right.axis == .frontBack && !change.isMirrored)
    }
  }

  private static func opposite(_ letters: String) -> String {
    String(
      letters.map { letter in PatientDirection(rawValue: letter).map { $0.opposite.rawValue } ?? letter })
  }
}
