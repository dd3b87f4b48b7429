/// What the bytes of a session file say: every whole line, and how the file ends.

internal import Foundation

/// A session file as read, whether or not it may be written to.
package struct JournalContents: Equatable, Sendable {
  /// How the bytes end.
  package enum Ending: Equatable, Sendable {
    case clean
    /// The last line is whole but for its newline.
    case unterminated
    /// A write was cut short: this many bytes at the end say nothing.
    case torn(bytes: Int)
    /// A line, counted from 1, does not follow from those before it; nothing from there on is believed.
    case damaged(line: Int)
  }

  package private(set) var sittings: [Sitting] = []
  package private(set) var session = Session()
  package private(set) var ending = Ending.clean
  /// Up to where the bytes are believed.
  private(set) var wholeBytes = 0
  private(set) var lastHash = JournalLine.firstPrevious
  private var lines = 0

  /// - Throws: `ReviewError.notASession` when the bytes do not begin like one, `.newerSession`.
  package init(_ bytes: [UInt8], path: String) throws(ReviewError) {
    let beginning = bytes.prefix(JournalLine.opening.count)
    guard JournalLine.opening.starts(with: beginning) else { throw .notASession(path: path) }
    var rest = bytes[...]
    while let newline = rest.firstIndex(of: 0x0A) {
      guard take(rest[..<newline], length: newline + 1 - rest.startIndex) else {
        if lines == 0 { throw .notASession(path: path) }
        ending = .damaged(line: lines + 1)
        return
      }
      rest = rest[(newline + 1)...]
    }
    if let sitting = sittings.first, sitting.schema != "hilum.session/1" {
      throw .newerSession(path: path, schema: sitting.schema)
    }
    guard !rest.isEmpty else { return }
    ending = take(rest, length: rest.count) ? .unterminated : .torn(bytes: rest.count)
  }

  /// Takes one line; `false` when it does not follow from those before it.
  private mutating func take(_ line: ArraySlice<UInt8>, length: Int) -> Bool {
    guard let (entry, hash) = JournalLine.decode(line, after: lastHash) else { return false }
    switch entry {
    case .sitting(let sitting): sittings.append(sitting)
    case .decision(let decision):
      guard !sittings.isEmpty, (try? session.apply(decision)) != nil else { return false }
    }
    lastHash = hash
    wholeBytes += length
    lines += 1
    return true
  }

  /// Reads a session file without locking it.
  /// - Throws: `ReviewError`; a damaged line is not thrown but told by `ending`.
  package static func read(_ path: String) throws(ReviewError) -> JournalContents {
    try JournalContents(OpenFile(reading: path).readAll(limit: Journal.limit), path: path)
  }
}
