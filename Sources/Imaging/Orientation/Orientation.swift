/// How pixels lie now, and what was done to them since the file: every change of side is a value that travels along.

/// Who asked for a change of orientation.
package enum OrientationReason: String, Hashable, Codable, Sendable {
  /// Patient Orientation (0020,0020) of the header.
  case patientOrientation
  /// EXIF orientation of a JPEG (tag 274).
  case exif
  /// The reader, for the display alone.
  case reader
}

/// One change between the pixels of the file and the pixels that are read.
package enum OrientationStep: Hashable, Codable, Sendable {
  /// Clockwise: 90, 180 or 270.
  case turned(degrees: Int, OrientationReason)
  /// Left and right exchanged.
  case mirrored(OrientationReason)
}

extension OrientationStep: CustomStringConvertible {
  package var description: String {
    switch self {
    case .turned(let degrees, let reason): "turned \(degrees) degrees clockwise (\(reason.rawValue))"
    case .mirrored(let reason): "left and right exchanged (\(reason.rawValue))"
    }
  }
}

/// The orientation of pixels as they are now. Pixels carry one; letters on a screen come from here and nowhere else.
package struct Orientation: Hashable, Codable, Sendable {
  /// Directions by the header, kept true through every change; nil where the header does not say.
  package private(set) var letters: PatientOrientation?
  /// In the order in which they were done.
  package private(set) var steps: [OrientationStep] = []
  /// All steps in one.
  package private(set) var change = Reorientation.identity

  /// Pixels as their file stores them.
  package init(stored letters: PatientOrientation?) {
    self.letters = letters?.directions == nil ? nil : letters
  }

  /// Nobody said which side is which.
  package static let unknown = Orientation(stored: nil)

  /// The letters of the four edges, or nil where they are not known: then a screen says `R? L?` and means it.
  package var edges: (left: String, right: String, top: String, bottom: String)? {
    guard let (right, down) = letters?.directions else { return nil }
    func letter(_ direction: PatientDirection) -> String { String(direction.rawValue) }
    return (letter(right.opposite), letter(right), letter(down.opposite), letter(down))
  }

  /// The patient's right lies on the viewer's left, by the header.
  package var isFrontalReading: Bool {
    guard let (right, down) = letters?.directions else { return false }
    return right == .left && down == .foot
  }

  /// The same pixels after one more change.
  func after(_ change: Reorientation, because reason: OrientationReason) -> Orientation {
    var next = self
    next.letters = letters?.after(change)
    if change.quarterTurns != 0 {
      next.steps.append(.turned(degrees: change.quarterTurns * 90, reason))
    }
    if change.isMirrored { next.steps.append(.mirrored(reason)) }
    next.change = self.change.then(change)
    return next
  }
}

extension Reorientation {
  /// This change, then another.
  package func then(_ next: Reorientation) -> Reorientation {
    // A mirror before a turn equals the opposite turn before the mirror.
    let turns = isMirrored ? quarterTurns - next.quarterTurns : quarterTurns + next.quarterTurns
    return Reorientation(quarterTurns: turns, isMirrored: isMirrored != next.isMirrored)
  }
}
