/// What the reader said: append-only facts, in the order in which they were said.

package import Foundation

/// A reader's answer to one finding (DICOM CID 240: Present, Absent, Undetermined).
package enum Answer: String, Codable, Equatable, Sendable {
  case present, absent, undetermined
}

/// One thing that a reader did to one study.
package enum Act: Equatable, Sendable {
  case answer(label: String, Answer)
  case signOff
  /// The pack's findings were shown, after the reader had answered without them: what was answered before stays known as
  /// blind.
  case reveal
  /// Puts the study first for everyone, or takes that back.
  case escalate(Bool)
  /// Has the networks read the film although the quality checks reject it.
  case readAnyway
  /// One line of the reader's own words; an empty one removes it.
  case note(String)
  /// Draws an annotation, or puts it in the place of the one with its number.
  case annotate(Annotation)
  case erase(annotation: Int)
  /// Takes back the decision with this sequence number; undoing an undo brings it back.
  case undo(sequence: Int)
}

/// One line of a session file.
package struct Decision: Equatable, Sendable {
  /// 1, 2, 3 … within the session.
  package let sequence: Int
  package let time: Date
  package let study: StudyID
  package let act: Act

  package init(sequence: Int, time: Date, study: StudyID, act: Act) {
    self.sequence = sequence
    self.time = time
    self.study = study
    self.act = act
  }
}

/// In files a decision is one flat object: `{"act":"answer","answer":"present","label":"Mass","sequence":1,"study":…,"time":…}`.
extension Decision: Codable {
  private enum Key: String, CodingKey {
    case sequence, time, study, act, label, answer, undoes, escalated, note, annotation, erased
  }
  private enum Kind: String, Codable {
    case answer, signOff, reveal, escalate, readAnyway, note, annotate, erase, undo
  }

  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    sequence = try fields.decode(Int.self, forKey: .sequence)
    time = try fields.decode(Date.self, forKey: .time)
    study = try fields.decode(StudyID.self, forKey: .study)
    act =
      switch try fields.decode(Kind.self, forKey: .act) {
      case .answer:
        .answer(
          label: try fields.decode(String.self, forKey: .label),
          try fields.decode(Answer.self, forKey: .answer))
      case .signOff: .signOff
      case .reveal: .reveal
      case .escalate: .escalate(try fields.decode(Bool.self, forKey: .escalated))
      case .readAnyway: .readAnyway
      case .note: .note(try fields.decode(String.self, forKey: .note))
      case .annotate: .annotate(try fields.decode(Annotation.self, forKey: .annotation))
      case .erase: .erase(annotation: try fields.decode(Int.self, forKey: .erased))
      case .undo: .undo(sequence: try fields.decode(Int.self, forKey: .undoes))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Key.self)
    try fields.encode(sequence, forKey: .sequence)
    try fields.encode(time, forKey: .time)
    try fields.encode(study, forKey: .study)
    try fields.encode(kind, forKey: .act)
    switch act {
    case .answer(let label, let answer):
      try fields.encode(label, forKey: .label)
      try fields.encode(answer, forKey: .answer)
    case .signOff, .reveal, .readAnyway: break
    case .escalate(let isEscalated): try fields.encode(isEscalated, forKey: .escalated)
    case .note(let text): try fields.encode(text, forKey: .note)
    case .annotate(let annotation): try fields.encode(annotation, forKey: .annotation)
    case .erase(let id): try fields.encode(id, forKey: .erased)
    case .undo(let sequence): try fields.encode(sequence, forKey: .undoes)
    }
  }

  private var kind: Kind {
    switch act {
    case .answer: .answer
    case .signOff: .signOff
    case .reveal: .reveal
    case .escalate: .escalate
    case .readAnyway: .readAnyway
    case .note: .note
    case .annotate: .annotate
    case .erase: .erase
    case .undo: .undo
    }
  }
}
