/// The options as rows: what the file may say, what it means, and how it is read. To add an option is to add a row here.

import Neural
import Terminal
import TOMLKit
import Workstation

/// One option of `config.toml`. The documentation's table is printed from these rows.
package struct OptionRow: Sendable {
  let key: String
  /// What may be written, in words.
  let values: String
  let standard: String
  let meaning: String
  /// The flag of `hilum review` that overrules it.
  let flag: String?
  /// Takes a value from the file; false if it is none of `values`.
  let take: @Sendable (inout Options, any TOMLValueConvertible) -> Bool

  static let all: [OptionRow] = [
    OptionRow(
      key: "theme", values: "the name of a theme, in quotes", standard: "\"dark\"",
      meaning: "How the screen looks. Own themes go into `themes/NAME.toml` beside this file.",
      flag: "--theme",
      take: text { $0.theme = $1 }),
    OptionRow(
      key: "graphics",
      values: "\"auto\", " + GraphicsProtocol.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
      standard: "\"auto\"",
      meaning: "How pictures are drawn. `auto` asks the terminal; `hilum doctor` says what it answered.",
      flag: "--graphics",
      take: { options, value in
        guard let name = value.string else { return false }
        options.graphics = GraphicsProtocol(rawValue: name)
        return name == "auto" || options.graphics != nil
      }),
    OptionRow(
      key: "mouse", values: "true or false", standard: "true",
      meaning: "Whether the terminal reports the mouse. Off, it selects text as in any other program.",
      flag: "--no-mouse",
      take: { options, value in
        guard let flag = value.bool else { return false }
        options.mouse = flag
        return true
      }),
    OptionRow(
      key: "keymap", values: KeymapPreset.names, standard: "what `keymap.toml` says, or \"default\"",
      meaning: "Whose keys hold. Your own stand in `keymap.toml` beside this file and come first.",
      flag: "--keymap",
      take: { options, value in
        options.keymap = value.string
        return KeymapPreset.all.contains { $0.name == value.string }
      }),
    OptionRow(
      key: "ramp", values: Ramp.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "),
      standard: "\"viridis\"",
      meaning:
        "The colours of overlays. All grow only brighter, so that their order is seen without colour vision.",
      flag: nil,
      take: { options, value in
        guard let ramp = value.string.flatMap(Ramp.init(rawValue:)) else { return false }
        options.ramp = ramp
        return true
      }),
    OptionRow(
      key: "cell", values: "\"WIDTHxHEIGHT\" in pixels, 2 to 200 each", standard: "what the terminal says",
      meaning:
        "The size of one character cell, where `hilum doctor` shows that the terminal says it wrongly.",
      flag: nil,
      take: { options, value in
        let sides = (value.string ?? "").split(separator: "x", omittingEmptySubsequences: false).map {
          Int($0)
        }
        guard sides.count == 2, let width = sides[0], let height = sides[1], (2...200).contains(width),
          (2...200).contains(height)
        else { return false }
        options.cell = PixelSize(width: width, height: height)
        return true
      }),
    OptionRow(
      key: "pack", values: "a folder, in quotes, or \"none\"", standard: "`$HILUM_PACK`, or the bundled pack",
      meaning: "The model pack that reads the films.", flag: "--pack", take: text { $0.pack = $1 }),
    OptionRow(
      key: "session", values: "a file, in quotes", standard: "in the XDG state folder",
      meaning: "The session file: added to and never overwritten.", flag: "--session",
      take: text { $0.session = $1 }),
    OptionRow(
      key: "threads", values: "a whole number from 1 to 256", standard: "one for each processor",
      meaning: "Threads of the network.", flag: "--threads",
      take: { options, value in
        guard let count = value.int, (1...256).contains(count) else { return false }
        options.threads = count
        return true
      }),
    OptionRow(
      key: "precision", values: "\"float32\", \"eightBits\"", standard: "as the pack says",
      meaning:
        "How finely the networks compute. Eight bits are faster, for triage: a calibration for float32 does not hold for them.",
      flag: "--precision",
      take: { options, value in
        guard let precision = value.string.flatMap(Precision.init(rawValue:)) else { return false }
        options.precision = precision
        return true
      }),
    OptionRow(
      key: "drift_warn", values: "a number from 0.01 to 10", standard: "0.1",
      meaning: "From which population stability index on the session summary warns of a score.", flag: nil,
      take: number(0.01...10) { $0.driftRule.warnPSI = $1 }),
    OptionRow(
      key: "drift_alert", values: "a number from 0.01 to 10", standard: "0.25",
      meaning: "From which index on it alerts.", flag: nil,
      take: number(0.01...10) { $0.driftRule.alertPSI = $1 }),
    OptionRow(
      key: "drift_films", values: "a whole number from 10 to 100000", standard: "50",
      meaning: "How many films have to be read before it says anything.", flag: nil,
      take: { options, value in
        guard let count = value.int, (10...100_000).contains(count) else { return false }
        options.driftRule.leastFilms = count
        return true
      }),
  ]

  private static func number(
    _ range: ClosedRange<Double>, _ set: @escaping @Sendable (inout Options, Double) -> Void
  ) -> @Sendable (inout Options, any TOMLValueConvertible) -> Bool {
    { options, value in
      guard let number = value.double ?? value.int.map(Double.init), range.contains(number) else {
        return false
      }
      set(&options, number)
      return true
    }
  }

  private static func text(
    _ set: @escaping @Sendable (inout Options, String) -> Void
  ) -> @Sendable (inout Options, any TOMLValueConvertible) -> Bool {
    { options, value in
      guard let string = value.string, !string.isEmpty else { return false }
      set(&options, string)
      return true
    }
  }

  /// The table of `Docs/Configuration.md`.
  package static var table: String {
    let head = ["| option | values | default | what it does | flag |", "|---|---|---|---|---|"]
    let rows = all.map { row in
      "| `\(row.key)` | \(row.values) | \(row.standard) | \(row.meaning) | "
        + (row.flag.map { "`\($0)`" } ?? "–") + " |"
    }
    return (head + rows).joined(separator: "\n") + "\n"
  }
}
