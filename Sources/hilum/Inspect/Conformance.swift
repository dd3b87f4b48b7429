/// Compares what Hilum decodes with what reference decoders made of the same files.

import Foundation
import Imaging

/// One line of `expected.jsonl`: a file and what a reference decoder made of it. Hashes are of the canonical forms.
struct ExpectedFilm: Decodable {
  struct Range: Decodable {
    let min: Double?
    let max: Double?
  }

  let file: String
  /// decode, decode-or-refuse, refuse, no-image or no-crash.
  let expect: String
  let kind: String?
  let transferSyntax: String?
  let storedSHA256: String?
  let rescaledSHA256: String?
  let rgbSHA256: String?
  let nativeSHA256: String?
  let grid8: [Double?]?
  let stored: Range?
  let rescaled: Range?
  let rgb: Range?

  enum CodingKeys: String, CodingKey {
    case file, expect, kind, grid8, stored, rescaled, rgb
    case transferSyntax = "transfer_syntax"
    case storedSHA256 = "stored_sha256"
    case rescaledSHA256 = "rescaled_sha256"
    case rgbSHA256 = "rgb_sha256"
    case nativeSHA256 = "native_sha256"
  }
}

/// How a file fared.
enum Conformity: String, CaseIterable {
  /// Every hash that both sides have is the same.
  case equal = "equal"
  /// Another hash, but the means of 8 x 8 blocks agree within 1 % of the range: decoders of a lossy stream round apart.
  case close = "within 1 %"
  case refused = "refused"
  case noImage = "no image"
  case differs = "DIFFERS"
}

struct Conformance {
  let folder: String

  struct Line {
    let expected: ExpectedFilm
    let conformity: Conformity
    let remark: String
  }

  func lines() throws -> [Line] {
    let text = try String(contentsOfFile: "\(folder)/expected.jsonl", encoding: .utf8)
    let decoder = JSONDecoder()
    return try text.split(separator: "\n").map { line in
      let expected = try decoder.decode(ExpectedFilm.self, from: Data(line.utf8))
      return judge(expected)
    }
  }

  private func judge(_ expected: ExpectedFilm) -> Line {
    func line(_ conformity: Conformity, _ remark: String = "") -> Line {
      Line(expected: expected, conformity: conformity, remark: remark)
    }
    do {
      let bytes = try ImageFile.read("\(folder)/\(expected.file)")
      let film = try Inspection(Film.open(bytes: bytes), bytes: bytes, limits: .standard)
      guard !["refuse", "no-image"].contains(expected.expect) else {
        return line(.differs, "decoded, where the reference refuses")
      }
      return compare(film, expected).map { line($0.0, $0.1) } ?? line(.equal)
    } catch let error as ImagingError {
      guard expected.expect != "decode" else { return line(.differs, "refused: \(error)") }
      if case .noImage = error { return line(.noImage) }
      return line(.refused)
    } catch {
      return line(.differs, "\(error)")
    }
  }

  /// nil where everything that can be compared is the same.
  private func compare(_ film: Inspection, _ expected: ExpectedFilm) -> (Conformity, String)? {
    let hashes: [(String, String?, String?)] = [
      ("stored", film.stored.sha256, expected.storedSHA256),
      ("rescaled", film.rescaled?.sha256, expected.rescaledSHA256),
      ("rgb", film.rgb?.sha256, expected.rgbSHA256), ("native", film.native?.sha256, expected.nativeSHA256),
    ]
    let compared = hashes.filter { $0.2 != nil && $0.1 != nil }
    let unequal = compared.filter { $0.1 != $0.2 }.map(\.0)
    guard !unequal.isEmpty else { return nil }
    if let worst = worstBlock(film, expected), worst <= 0.01, isLossy(expected) {
      return (.close, "")
    }
    return (.differs, "other values: \(unequal.joined(separator: ", "))")
  }

  /// The largest difference of block means, as a share of the reference's range.
  private func worstBlock(_ film: Inspection, _ expected: ExpectedFilm) -> Double? {
    guard let grid = expected.grid8, grid.count == film.grid8.count,
      let range = expected.rescaled ?? expected.rgb ?? expected.stored, let low = range.min,
      let high = range.max
    else { return nil }
    let span = max(high - low, 1)
    return zip(grid, film.grid8).compactMap { a, b in a.flatMap { a in b.map { abs(a - $0) / span } } }.max()
  }

  private func isLossy(_ expected: ExpectedFilm) -> Bool {
    let suffixes = [".4.50", ".4.51", ".4.53", ".4.55", ".4.81", ".4.91"]
    return expected.kind == "jpeg" || suffixes.contains { expected.transferSyntax?.hasSuffix($0) == true }
  }
}

extension Conformance {
  /// A Markdown table of the counts, then a line for each difference.
  static func report(_ lines: [Line]) -> String {
    let columns = Conformity.allCases
    var report = "| files | expected | " + columns.map(\.rawValue).joined(separator: " | ") + " |\n"
    report += "|---|---|" + columns.map { _ in "---|" }.joined() + "\n"
    let groups = Dictionary(grouping: lines) { line in
      "\(line.expected.file.split(separator: "/").first ?? "") \(line.expected.kind ?? "other") | \(line.expected.expect)"
    }
    for (group, lines) in groups.sorted(by: { $0.key < $1.key }) {
      let counts = columns.map { column in lines.count { $0.conformity == column } }
      report += "| \(group) | " + counts.map { $0 == 0 ? "" : String($0) }.joined(separator: " | ") + " |\n"
    }
    for line in lines where line.conformity == .differs {
      report += "\n\(line.expected.file) (\(line.expected.expect)): \(line.remark)"
    }
    return report
  }
}
