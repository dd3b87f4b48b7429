/// `hilum manual`: the manual page, printed from the commands and the key rows themselves, so that it cannot fall behind.

import ArgumentParser
import Foundation
import Terminal
import Workstation

struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Print the manual page (roff), as `make install` installs it.")

  func run() throws {
    print(try ManualPage(help: Data(Hilum._dumpHelp().utf8)).text, terminator: "")
  }
}

/// The page in the man macros of groff.
struct ManualPage {
  /// One command as ArgumentParser describes it.
  private struct Tool: Decodable {
    struct Name: Decodable {
      let kind: String
      let name: String
    }

    struct Argument: Decodable {
      let kind: String
      let abstract: String?
      let names: [Name]?
      let valueName: String?
      let shouldDisplay: Bool?
    }

    let commandName: String
    let abstract: String?
    let discussion: String?
    let arguments: [Argument]?
    let subcommands: [Tool]?
    let shouldDisplay: Bool?
  }

  private struct Dump: Decodable { let command: Tool }

  private let tool: Tool

  init(help: Data) throws {
    tool = try JSONDecoder().decode(Dump.self, from: help).command
  }

  var text: String {
    ([
      ".TH HILUM 1", ".SH NAME", "hilum \\- \(Self.roff(tool.abstract ?? ""))", ".SH SYNOPSIS",
      ".B hilum\n.I command\n[\\fIoptions\\fR] [\\fIarguments\\fR]", ".SH DESCRIPTION",
      "Without a command, \\fBhilum\\fR lists its commands; \\fBhilum review\\fR opens the workstation.",
      ".SH COMMANDS",
    ] + commands(tool, []) + keys + files).joined(separator: "\n") + "\n"
  }

  private func commands(_ tool: Tool, _ path: [String]) -> [String] {
    (tool.subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }.flatMap {
      tool in
      let name = path + [tool.commandName]
      var lines = [
        ".SS \(Self.roff((["hilum"] + name).joined(separator: " ")))", Self.roff(tool.abstract ?? ""),
      ]
      if let discussion = tool.discussion { lines += [".PP", Self.roff(discussion)] }
      return lines + (tool.arguments ?? []).flatMap(option) + commands(tool, name)
    }
  }

  private func option(_ argument: Tool.Argument) -> [String] {
    let names = (argument.names ?? []).map { ($0.kind == "short" ? "-" : "--") + $0.name }
    guard argument.shouldDisplay != false, !names.contains("--help") else { return [] }
    let value = argument.valueName.map { "\\fI\(Self.roff($0))\\fR" } ?? ""
    let head =
      names.isEmpty
      ? value
      : names.map { "\\fB\(Self.roff($0))\\fR" }.joined(separator: ", ")
        + (argument.kind == "flag" ? "" : " " + value)
    return [".TP", head, Self.roff(argument.abstract ?? "")]
  }

  private var keys: [String] {
    [".SH KEYS", "In the workstation; \\fB?\\fR shows them there."]
      + KeyTable.standard.rows.flatMap {
        [".TP", "\\fB\(Self.roff(KeyTable.standard.keys(of: $0)))\\fR", Self.roff($0.help)]
      }
  }

  private var files: [String] {
    [
      ".SH FILES", ".TP", "\\fI$XDG_CONFIG_HOME/hilum/config.toml\\fR", "Options; each is described below.",
      ".TP", "\\fI$XDG_CONFIG_HOME/hilum/keymap.toml\\fR",
      "Keys of your own; \\fBhilum keys \\-\\-toml\\fR prints one to begin with.",
      ".TP", "\\fI$XDG_CONFIG_HOME/hilum/themes/NAME.toml\\fR", "Themes of your own.",
      ".TP", "\\fI$XDG_STATE_HOME/hilum/sessions/default.jsonl\\fR", "The session, where none is named.",
      ".SH OPTIONS OF config.toml",
    ]
      + OptionRow.all.flatMap { row in
        [
          ".TP", "\\fB\(row.key)\\fR",
          Self.roff(
            "\(row.meaning) Values: \(row.values). Default: \(row.standard).".replacing("`", with: "")),
        ]
      } + [
        ".SH ENVIRONMENT", ".TP", "\\fBHILUM_PACK\\fR", "The model pack, where none is named.",
        ".TP", "\\fBHILUM_PANELS\\fR",
        "The folder for packed weights of large networks (default: $XDG_CACHE_HOME/hilum/panels), or none.",
        ".TP", "\\fBNO_COLOR\\fR", "Text without colour.", ".TP", "\\fBCOLORTERM\\fR",
        "\\fItruecolor\\fR promises 24-bit colour.", ".SH EXIT STATUS",
        "0 all done, 1 an error, 2 wrong usage, 3 some inputs refused, 128+n ended by signal n.", ".SH NOTES",
        "For research and education, not for diagnosis.",
      ]
  }

  /// Text that groff takes for nothing else: backslashes and a control character at the start of a line.
  private static func roff(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    return escaped.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }.joined(separator: "\n")
  }
}
