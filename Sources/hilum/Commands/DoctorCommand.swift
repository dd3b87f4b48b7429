/// `hilum doctor`: what the terminal answered, what was chosen from it and why, and what would make it better.

import ArgumentParser
import Foundation
import Terminal

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
    var report = options.completed(TerminalReport.take(requested: requested, cell: options.cell))
    if let complaint { report.advice.append(complaint) }
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
