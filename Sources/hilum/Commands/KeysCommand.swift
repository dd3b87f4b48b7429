/// `hilum keys`: every key of the workstation under the keymap in force, and what is wrong with that.

import ArgumentParser
import Terminal
import Workstation

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "List the keys of the workstation, as the keymap in force has them.",
    discussion: """
      Your own keys stand in $XDG_CONFIG_HOME/hilum/keymap.toml; --toml prints the keys in force in that form, every action \
      with its id. Conflicts are named on standard error.
      """)

  @Option(
    help: "A keymap: \(KeymapPreset.names.replacing("\"", with: "")).",
    completion: .list(KeymapPreset.all.map(\.name)))
  var keymap: String?
  @Flag(help: "Print the table of the README, which has the default keys.") var markdown = false
  @Flag(help: "Print them as a keymap.toml.") var toml = false

  func validate() throws {
    guard keymap.map({ name in KeymapPreset.all.contains { $0.name == name } }) ?? true else {
      throw ValidationError("--keymap is \(KeymapPreset.names.replacing("\"", with: "")).")
    }
  }

  func run() throws {
    if markdown {
      print(KeyTable.standard.markdown, terminator: "")
      return
    }
    do {
      var options = try Options.read(Places.configuration)
      options.keymap = keymap ?? options.keymap
      let table = try options.keys(Places.keymap)
      print(toml ? table.toml : Self.text(table), terminator: "")
      for problem in table.problems { Complaint.print("keys", problem.sentence) }
    } catch {
      Complaint.print("keys", Complaint.sentence(error))
      throw ExitCode.failure
    }
  }

  private static func text(_ table: KeyTable) -> String {
    var text = ""
    for group in Command.Group.allCases {
      text += group.rawValue + "\n"
      for command in table.rows where command.group == group && !table.keys(of: command).isEmpty {
        let place = command.contexts.map(\.name).joined(separator: ", ")
        text += "  \(CellText.pad(table.keys(of: command), 14))\(CellText.pad(command.help, 26))\(place)\n"
      }
    }
    return text
  }
}
