/// `hilum doctor`: what the terminal answered, what was chosen from it and why, and what would make it better.

import ArgumentParser
import Foundation
import Terminal
import Workstation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what this terminal can show, what was chosen, and what limits it.",
    discussion: """
      Asks the terminal as the workstation does: device attributes, its name, sixel registers and limits, kitty graphics, \
      the size of a cell. Without a terminal it reports what the environment says. Sends nothing anywhere.
      """)

  @Option(help: "Judge this way of drawing: auto, \(GraphicsProtocol.names).") var graphics: String?
  @Flag(help: "Print one JSON object.") var json = false

  func validate() throws {
    guard graphics == nil || graphics == "auto" || graphics.flatMap(GraphicsProtocol.init(rawValue:)) != nil
    else {
      throw ValidationError("--graphics is auto, \(GraphicsProtocol.names).")
    }
  }

  func run() throws {
    let (options, complaint) = readOptions()
    let requested = graphics.map { GraphicsProtocol(rawValue: $0) } ?? options.graphics
    var report = TerminalReport.take(requested: requested, cell: options.cell)
    report.lines += places(options)
    if let complaint { report.advice.append(complaint) }
    report.advice += keyProblems(options)
    print(json ? try object(report) : report.text, terminator: json ? "\n" : "")
  }

  /// A wrong configuration is a finding of the doctor, not an end of the examination.
  private func readOptions() -> (Options, String?) {
    do {
      return (try Options.read(Places.configuration), nil)
    } catch {
      return (Options(), Complaint.sentence(error))
    }
  }

  private func keyProblems(_ options: Options) -> [String] {
    do {
      return try options.keys(Places.keymap).problems.map { "keymap.toml: \($0.sentence)" }
    } catch {
      return [Complaint.sentence(error)]
    }
  }

  private func places(_ options: Options) -> [TerminalReport.Line] {
    let file = Places.configuration ?? "no home folder"
    let exists = FileManager.default.fileExists(atPath: file)
    return [
      .init("configuration", file + (exists ? "" : " (not there: defaults hold)")),
      .init("keymap", keymap(options)),
      .init("theme", "\(options.theme), of \(Theme.names(in: Places.themes).joined(separator: ", "))"),
      .init("pack", options.pack ?? Places.pack ?? "none found"),
    ]
  }

  private func keymap(_ options: Options) -> String {
    let own = Places.keymap.map { FileManager.default.fileExists(atPath: $0) } ?? false
    return (options.keymap ?? "default") + (own ? ", under \(Places.keymap ?? "")" : "")
  }

  private func object(_ report: TerminalReport) throws -> String {
    let fields = Dictionary(report.lines.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let object: [String: Any] = [
      "schema": "hilum.doctor/1", "graphics": report.graphics.mode.rawValue, "reason": report.graphics.reason,
      "facts": fields, "advice": report.advice,
    ]
    let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try JSONSerialization.data(withJSONObject: object, options: options), as: UTF8.self)
  }
}
