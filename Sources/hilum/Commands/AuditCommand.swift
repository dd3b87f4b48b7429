/// `hilum audit`: the log of every inference, checked.

import ArgumentParser
import Foundation
import Review
import Terminal

struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Check the log of every inference.", subcommands: [Verify.self])

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find changed, removed, inserted and moved lines of an audit log.",
      discussion: """
        Every line holds the hash of the line before it, through all parts of the log, and the head names the last one.
        Who can write the folder can also make a whole new chain: keep a copy of audit.head elsewhere to find that too.
        Exit codes: 0 intact, 1 the log cannot be read, 2 usage, 4 not intact.
        """)

    @Argument(help: "The folder of the log (default: the reader's own).") var folder: String?
    @Flag(help: "Print JSON: hilum.audit-verification/1.") var json = false

    func run() throws {
      do {
        let trail = try AuditTrail(folder ?? Places.audit)
        print(json ? try Self.json(trail) : Self.text(trail))
        if !trail.isIntact { throw ExitCode(4) }
      } catch let code as ExitCode {
        throw code
      } catch {
        Complaint.print("audit", Complaint.sentence(error))
        throw ExitCode.failure
      }
    }

    private static func text(_ trail: AuditTrail) -> String {
      var lines = trail.findings.map(\.sentence)
      if trail.tornBytes > 0 {
        lines.append(
          "The last \(trail.tornBytes) bytes are a line that was never finished; the next entry puts them aside."
        )
      }
      lines.append(
        "\(counted(trail.entries, "entry", "entries")) in \(counted(trail.files, "file")): \(trail.isIntact ? "intact" : "NOT intact")"
      )
      return lines.joined(separator: "\n")
    }

    private static func json(_ trail: AuditTrail) throws -> String {
      struct Fault: Encodable {
        let file: String
        let line: Int
        let sentence: String
      }
      struct Document: Encodable {
        let schema = "hilum.audit-verification/1"
        let intact: Bool
        let entries, files, tornBytes: Int
        let faults: [Fault]
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      encoder.keyEncodingStrategy = .convertToSnakeCase
      let faults = trail.findings.map { Fault(file: $0.file, line: $0.line, sentence: $0.sentence) }
      let document = Document(
        intact: trail.isIntact, entries: trail.entries, files: trail.files, tornBytes: trail.tornBytes,
        faults: faults)
      return String(decoding: try encoder.encode(document), as: UTF8.self)
    }
  }
}
