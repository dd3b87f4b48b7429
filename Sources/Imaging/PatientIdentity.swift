/// Who a film belongs to: masked wherever it is shown, unless the reader asks to see it.

/// Name, number and birth date of a patient. Printing one, in any way, prints nothing of it.
///
/// It can be coded only so that it crosses from the process that decodes a film; it is never written to a file.
package struct PatientIdentity: Equatable, Codable, Sendable {
  /// What a screen shows after the reader asked for it. Make one by `clear` only where it goes to a screen at once.
  package struct Clear: Equatable, Sendable {
    /// `DOE, Jane`, in the order of the header; empty where there is none.
    package let name: String
    package let id: String
    /// `1961-02-03`.
    package let birthDate: String

    /// `DOE, Jane  ID 4711  born 1961-02-03`
    package var line: String {
      let parts = [name, id.isEmpty ? "" : "ID \(id)", birthDate.isEmpty ? "" : "born \(birthDate)"]
      let said = parts.filter { !$0.isEmpty }
      return said.isEmpty ? "no name in the file" : said.joined(separator: "  ")
    }
  }

  private let name: String
  private let id: String
  private let birthDate: String

  /// - Parameters:
  ///   - name: Patient's Name (0010,0010) as UTF-8, components divided by `^`, groups by `=`.
  ///   - birthDate: `YYYYMMDD`.
  package init(name: String, id: String, birthDate: String) {
    self.name = name
    self.id = id
    self.birthDate = birthDate
  }

  /// What a screen shows by default.
  package var masked: String { "patient hidden" }

  /// The patient in clear.
  package var clear: Clear {
    let family = name.split(separator: "=", omittingEmptySubsequences: false).first { !$0.isEmpty } ?? ""
    let parts = family.split(separator: "^").map(Self.shown).filter { !$0.isEmpty }
    let head = parts.first.map { [$0, parts.dropFirst().joined(separator: " ")] } ?? []
    return Clear(
      name: head.filter { !$0.isEmpty }.joined(separator: ", "), id: Self.shown(Substring(id)),
      birthDate: Self.date(birthDate))
  }

  /// At most 64 characters. What a screen must not send it shows as a picture of itself: a name that hides something is not
  /// to look like one that does not.
  private static func shown(_ text: Substring) -> String {
    String(text.prefix(64)).split(separator: " ").joined(separator: " ")
  }

  private static func date(_ text: String) -> String {
    guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return "" }
    return "\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))"
  }
}

extension PatientIdentity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { masked }
  package var debugDescription: String { masked }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
