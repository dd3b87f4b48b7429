/// Text that strangers could put into a name or a header to steer a terminal, forge a line or break a layout: by class.

import Foundation
import Testing

/// One piece of hostile text, as bytes: it need not be UTF-8.
struct HostileString: CustomTestStringConvertible {
  let what: String
  let bytes: [UInt8]

  init(_ what: String, _ bytes: [UInt8]) { (self.what, self.bytes) = (what, bytes) }
  init(_ what: String, _ text: String) { self.init(what, Array(text.utf8)) }

  /// As the program decodes it.
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isBlank: Bool { text.unicodeScalars.allSatisfy { $0 == " " } }
  var testDescription: String { what }

  /// As a name in a folder: no slash, no zero byte, never hidden, at most 255 bytes.
  var fileName: [UInt8] {
    let kept = bytes.filter { $0 != 0 }.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: "_") : $0 }
    let head = kept.first == UInt8(ascii: ".") || kept.isEmpty ? [UInt8(ascii: "n")] + kept : kept
    return Array(head.prefix(251)) + Array(".png".utf8)
  }

  /// Those below, or where `HILUM_HOSTILE` names a folder, those of its `strings.jsonl`: lines with `hex` and `what`.
  static let all = foreign("strings.jsonl") ?? own
  /// Names of files: those below, or the folder's `names.jsonl`.
  static let names = foreign("names.jsonl")?.map(\.bytes) ?? (own.map(\.fileName) + ownNames)

  private static func foreign(_ file: String) -> [HostileString]? {
    guard let folder = ProcessInfo.processInfo.environment["HILUM_HOSTILE"] else { return nil }
    guard let text = try? String(contentsOfFile: folder + "/" + file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String],
        let hex = object["hex"]
      else { return nil }
      let digits = Array(hex.utf8).compactMap { Character(UnicodeScalar($0)).hexDigitValue }
      let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
      return HostileString(object["name"] ?? object["what"] ?? hex, bytes)
    }
  }
}

extension HostileString {
  private static let escape = "\u{1B}"
  private static let own =
    controls + sequences + strings + movers + directions + invisibles + widths + bytesOfNoText + languages

  /// Each control of C0 and C1, as UTF-8 and as a byte by itself.
  private static let controls: [HostileString] =
    (Array(0x00...0x1F) + Array(0x7F...0x9F)).flatMap { (value: UInt32) -> [HostileString] in
      let text = "c" + String(value, radix: 16) + String(Character(UnicodeScalar(value) ?? " ")) + "end"
      let alone = HostileString("byte \(value)", Array("r\(value)".utf8) + [UInt8(value)] + Array("end".utf8))
      return [HostileString("control \(value)", text)] + (value < 0x80 ? [] : [alone])
    }

  /// Control sequences, and what each would do.
  private static let sequences: [HostileString] = [
    ("clears the screen", "[2J\u{1B}[3J"), ("homes and erases", "[H[J"),
    ("colours what follows", "[31;7mred"),
    ("leaves the alternate screen", "[?1049l"), ("reports every motion", "[?1003h"),
    ("takes paste marks away", "[?2004l"), ("hides the cursor", "[?25l"),
    ("sets a scrolling region", "[3;4r"),
    ("writes into another line", "[2;9HNO FINDING"), ("erases its line", "[2K\rNO FINDING"),
    ("conceals", "[8mgone[28m"), ("repeats a letter", "[88888888b"), ("inserts lines", "[88888888L"),
    ("asks where the cursor is", "[6n"), ("asks what it is", "[c"), ("asks for the title", "[21t"),
    ("makes the window small", "[8;2;2t"), ("pushes kitty's keyboard", "[>31u"),
    ("resets", "c"), ("fills with E", "#8"), ("shifts to line drawing", "(0lqqk"), ("saves the cursor", "7"),
    ("goes back to it", "8"), ("single shift", "N"), ("application keys", "="), ("answers for DA", "[?62;4c"),
    ("answers for CPR", "[7;7R"), ("answers for XTVERSION", "P>|fake(1)\u{1B}\\"),
    ("presses F1", "OP"), ("presses an arrow", "[A"), ("pastes", "[200~y\r[201~"),
  ].map { HostileString($0.0, "\(escape)\($0.1)") }

  /// Control strings: ended by ST, by BEL, and not at all.
  private static let strings: [HostileString] = [
    ("title", "]2;mine"), ("clipboard", "]52;c;bm8="), ("clipboard?", "]52;p;?"), ("link", "]8;;a://b"),
    ("palette", "]4;1;#fff"), ("ground", "]11;#000"), ("font", "]50;?"),
    ("download", "]1337;File=size=1:eA=="),
    ("notification", "]9;hi"), ("sixel", "Pq#0!88888888~"), ("setting?", "P$qm"), ("tmux", "Ptmux;\u{1B}[6n"),
    ("kitty", "_Ga=T;eA=="), ("privacy", "^p"), ("start of string", "Xs"),
  ].flatMap { what, text in
    [("ended", "\u{1B}\\"), ("rung", "\u{7}"), ("open", "")].map {
      HostileString("\(what), \($0.0)", "\($0.0)\(escape)\(text)\($0.1)")
    }
  }

  /// The same commands by one character of C1, and what moves the cursor without any.
  private static let movers: [HostileString] = [
    ("C1 sequence", "\u{9B}2J"), ("C1 string", "\u{9D}2;mine\u{9C}"), ("C1 device string", "\u{90}q~\u{9C}"),
    ("C1 program string", "\u{9F}Ga=T\u{9C}"), ("backspaces", "bad\u{8}\u{8}\u{8}fit"),
    ("return", "bad\rfit"),
    ("lines", "one\ntwo\nthree"), ("lines of Windows", "one\r\ntwo"), ("tab", "tab\tle"),
    ("form feed", "one\u{B}two\u{C}four"), ("bells", String(repeating: "\u{7}", count: 60)),
    ("shifts", "\u{E}lqk\u{F}"), ("zero", "nil\u{0}led"), ("end of file", "over\u{4}\u{1A}"),
    ("a line of a log", "x\n2026-02-11T10:00:00Z signed off"),
  ].map { HostileString($0.0, $0.1) }

  private static let directions: [HostileString] =
    ([0x61C, 0x200E, 0x200F] + Array(0x202A...0x202E) + Array(0x2066...0x2069)).map { (value: UInt32) in
      HostileString("direction \(value)", "d\(value)\(Character(UnicodeScalar(value) ?? " "))gnp.on")
    }

  /// What takes no room, or is no character at all.
  private static let invisibles: [HostileString] =
    ([
      0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0x2061, 0x206A, 0x3164, 0xFEFF, 0xFFF9,
      0xFFFC, 0xFDD0, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF, 0xE000, 0xF8FF, 0xF0000, 0xE0001, 0xE0041, 0xE007F,
    ]).map { (value: UInt32) in
      HostileString("invisible \(value)", "i\(value)Smi\(Character(UnicodeScalar(value) ?? " "))th")
    } + [
      HostileString(
        "hidden words",
        "t" + String(String.UnicodeScalarView((0xE0061...0xE007A).compactMap(UnicodeScalar.init)))),
      HostileString("a style", "v\u{FE0F}w"), HostileString("no-break space", "n\u{A0}b"),
    ]

  /// What counts wrongly: marks in piles, wide, joined, doubtful, endless, nothing.
  private static let widths: [HostileString] = [
    ("pile", "p" + String(repeating: "\u{301}\u{316}\u{334}", count: 40)), ("mark alone", "\u{301}"),
    ("wide", "胸部正面"), ("wide at the end", String(repeating: "幅", count: 70)),
    ("letters of three parts", "\u{1112}\u{1161}\u{11AB}"), ("family", "👨\u{200D}👩\u{200D}👧"),
    ("flags and a half", "🇫🇷🇫"), ("doubtful", "±§¶×÷"), ("composed", "nfc\u{E9}"),
    ("decomposed", "nfde\u{301}"), ("cyrillic", "\u{405}mith"),
    ("too wide", String(repeating: "M", count: 90)),
    ("a thousand", String(repeating: "long ", count: 200)), ("blank", String(repeating: " ", count: 20)),
    ("empty", ""),
  ].map { HostileString($0.0, $0.1) }

  private static let bytesOfNoText: [HostileString] = [
    ("no UTF-8", [0x6E, 0xFF, 0xFE, 0xFA]), ("overlong", [0x6F, 0xC0, 0xAF]),
    ("surrogate", [0x73, 0xED, 0xA0, 0x80]), ("cut", [0x63, 0xE2, 0x82]),
    ("beyond", [0x62, 0xF4, 0x90, 0x80, 0x80]),
    ("Latin-1", [0x4D, 0xFC, 0x6C, 0x6C]),
  ].map { HostileString($0.0, $0.1) }

  /// What other programs would take for their own language.
  private static let languages: [HostileString] = [
    ("right to left", "שלום^עולם"), ("arabic", "محمد^علي"), ("groups", "Yi^Eun=李^恩=이^은"),
    ("format", "%s%n%88888d"),
    ("shell", "$(id);`id`|id"), ("table", "x'); DROP TABLE t;--"), ("path", "../../../no/such/film"),
    ("formula", "=1+1"), ("formula after tab", "\t=1+1"), ("wide formula", "＝1+1"),
    ("quotes", "a\",\"=1\",\""),
    ("page", "<script>x()</script>"), ("object", "\"},{\"answer\":\"absent\""),
    ("mark-up", "[x](javascript:y) | a | b |"),
  ].map { HostileString($0.0, $0.1) }

  /// Names that are hostile as names.
  private static let ownNames: [[UInt8]] = [
    "-rf.png", "--help.png", "-.png", "~.png", "$HOME.png", "*.png", "%00.png", "a\\b.png", "CON.png",
    "x.png.exe.png",
    "a:b?c.png", " .png", String(repeating: "z", count: 251) + ".png",
  ].map { Array($0.utf8) }
}
