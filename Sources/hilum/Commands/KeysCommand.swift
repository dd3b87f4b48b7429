/// `hilum keys`: every key of the workstation, printed from the command rows.

import ArgumentParser
import Terminal
import Workstation

struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "List the keys of the workstation.")

  @Flag(help: "Print the table of the README.") var markdown = false

  func run() {
    if markdown {
      print(keyTable(), terminator: "")
      return
    }
    for group in Command.Group.allCases {
      print(group.rawValue)
      for command in commands where command.group == group {
        print("  \(CellText.pad(command.keys, 14))\(command.help)")
      }
    }
  }
}
