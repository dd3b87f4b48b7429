import Foundation
import Imaging
import Phantom
import Testing

private let side = 256

/// A phantom's gray values, and a film of them after `change`.
private struct Picture {
  var gray: [Float]
  var rows = side
  var columns = side

  init(_ number: Int) throws {
    let plan = Plan(seed: 4200 + UInt64(number))
    gray = try plan.film(rows: side, columns: side).gray
  }

  func film(_ change: (inout DXAttributes) -> Void = { _ in }) throws -> Film {
    var attributes = DXAttributes(
      studyInstanceUID: "2.25.1", seriesInstanceUID: "2.25.2", sopInstanceUID: "2.25.3",
      patientName: "PHANTOM", patientID: "P", studyDate: "20310101")
    change(&attributes)
    let frame = StoredFrame(
      rows: rows, columns: columns, bitsStored: 12, photometric: .monochrome2,
      values: gray.map { Int32(min(max($0, 0), 1) * 4095) })
    return try Film.open(bytes: DicomWriter.write(frame: frame, attributes: attributes))
  }

  func turned(_ change: Reorientation) -> Picture {
    var other = self
    other.gray = change.apply(to: gray, rows: rows, columns: columns)
    return other
  }

  /// Without the left `share` of the film.
  func cropped(left share: Double) -> Picture {
    var other = self
    let first = Int(share * Double(columns))
    other.columns = columns - first
    other.gray = (0..<rows).flatMap { y in gray[y * columns + first..<(y + 1) * columns] }
    return other
  }

  /// Leaning clockwise, the corners filled with the darkest gray.
  func leaning(_ degrees: Double) -> Picture {
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180)), half = Double(side) / 2
    var other = self
    for y in 0..<side {
      for x in 0..<side {
        let u = Double(x) + 0.5 - half, v = Double(y) + 0.5 - half
        let px = Int(c * u + s * v + half), py = Int(-s * u + c * v + half)
        let isInside = (0..<side).contains(px) && (0..<side).contains(py)
        other.gray[y * side + x] = isInside ? gray[py * side + px] : 0.2
      }
    }
    return other
  }

  /// A row of letters like `H`, 9 pixels high, from a place on.
  mutating func write(letters: Int, x left: Int, y top: Int) {
    for letter in 0..<letters {
      for y in 0..<9 {
        for x in 0..<6 where x < 2 || x > 3 || y == 4 {
          gray[(top + y) * columns + left + letter * 9 + x] = 1
        }
      }
    }
  }
}

private func checks(_ film: Film) -> Set<QualityCheck> { Set(film.quality().findings.map(\.check)) }

@Suite("Acquisition quality")
struct QualityTests {
  @Test("of 12 sound films none is rejected, and at most one raises a doubt") func falseAlarms() throws {
    let reports = try (0..<12).map { try Picture($0).film().quality() }
    #expect(reports.allSatisfy { $0.verdict != .rejectInput })
    #expect(reports.count { $0.verdict != .accept } <= 1)
    #expect(reports.allSatisfy { ($0.measured["chestFit"] ?? 0) > 0.7 })
  }

  @Test("exchanged black and white is told, with both numbers and its code") func inversion() throws {
    for number in 0..<8 {
      var picture = try Picture(number)
      picture.gray = picture.gray.map { 1 - $0 }
      let report = try picture.film().quality()
      let finding = try #require(report.findings.first { $0.check == .inversion })
      #expect(report.verdict == .rejectInput && finding.numbers.count == 2)
      #expect(finding.code?.value == "111219" && finding.code?.scheme == "DCM")
    }
  }

  @Test("a film on its side is told; one whose header says so has been set upright") func sideways() throws {
    let turns = Reorientation.allCases.filter { $0.quarterTurns != 0 && !$0.isMirrored }
    for (number, turn) in turns.enumerated() {
      let picture = try Picture(number).turned(turn)
      #expect(try checks(picture.film()).contains(.sideways))
      let letters = PatientOrientation.frontal.after(turn)
      let named = try picture.film { $0.orientation = letters }
      #expect(!checks(named).contains(.sideways) && named.image.orientation.isFrontalReading)
    }
  }

  @Test("a lung that runs off the film is told") func clipped() throws {
    let found = try (0..<8).filter {
      try checks(Picture($0).cropped(left: 0.3).film()).contains(.clippedField)
    }
    #expect(found.count >= 6)
  }

  @Test("a leaning chest is measured within the uncertainty that is stated") func tilt() throws {
    let errors = try (0..<8).compactMap { number -> Double? in
      let picture = try Picture(number)
      let upright = try picture.film().quality().measured["tiltDegrees"]
      let leaning = try picture.leaning(8).film().quality().measured["tiltDegrees"]
      return leaning.flatMap { leaning in upright.map { leaning - $0 - 8 } }
    }
    #expect(errors.count >= 6 && errors.allSatisfy { abs($0) < 2.6 })
    let found = try (0..<8).filter { try checks(Picture($0).leaning(15).film()).contains(.rotation) }
    #expect(found.count >= 6)
  }

  @Test("noise, a flat gray scale and clipped lungs are told, each with the code of its exposure")
  func exposure() throws {
    var noisy = try Picture(1)
    var random = SystemRandomNumberGenerator()
    noisy.gray = noisy.gray.map { $0 + Float.random(in: -0.25...0.25, using: &random) }
    let report = try noisy.film().quality()
    #expect(report.findings.first { $0.check == .underExposed }?.code?.value == "111211")
    var flat = try Picture(1)
    flat.gray = flat.gray.map { 0.5 + ($0 - 0.5) * 0.1 }
    (flat.gray[0], flat.gray[1]) = (0, 1)
    #expect(try checks(flat.film()).contains(.underExposed))
    var burnt = try Picture(1)
    burnt.gray = burnt.gray.map { max(0, ($0 - 0.35) / 0.65) }
    #expect(
      try burnt.film().quality().findings.first { $0.check == .overExposed }?.code?.value == "111212")
  }

  @Test("text near the border is told, the lead letter that names a side is not text") func text() throws {
    for number in 0..<12 { #expect(!checks(try Picture(number).film()).contains(.burnedInText)) }
    var marked = try Picture(3)
    marked.write(letters: 1, x: 20, y: 20)
    #expect(!checks(try marked.film()).contains(.burnedInText))
    var written = try Picture(3)
    written.write(letters: 7, x: 20, y: 20)
    let report = try written.film().quality()
    let finding = try #require(report.findings.first { $0.check == .burnedInText })
    #expect(finding.numbers["letters"] == 7 && finding.code?.value == "111215")
  }

  @Test("header facts reject what is no frontal chest film") func header() throws {
    let picture = try Picture(2)
    #expect(try checks(picture.film { $0.view = .leftLateral }).contains(.lateral))
    #expect(try checks(picture.film { $0.bodyPart = "HAND" }).contains(.bodyPart))
    #expect(try picture.film { $0.bodyPart = "HAND" }.quality().verdict == .rejectInput)
  }

  @Test("a picture without anything in it, or of something else, is rejected") func nothing() throws {
    var blank = try Picture(0)
    blank.gray = blank.gray.map { _ in 0.5 }
    let report = try blank.film().quality()
    #expect(report.verdict == .rejectInput && report.findings.map(\.code?.value) == ["111213"])
    var other = try Picture(0)
    other.gray = (0..<side * side).map { Float(($0 % side) / 16 % 2 == ($0 / side) / 16 % 2 ? 0.2 : 0.8) }
    #expect(try checks(other.film()).contains(.notFrontalChest))
  }

  @Test("copies of a film are recognised, and other films are not taken for copies") func duplicates() throws
  {
    let hashes = try (0..<24).map { PerceptualHash(try Picture($0).film().image) }
    for i in hashes.indices {
      for j in hashes.indices where j < i {
        #expect(hashes[i].distance(to: hashes[j]) > PerceptualHash.duplicateDistance)
      }
    }
    var copy = try Picture(5)
    copy.gray = copy.gray.map { ($0 * 60).rounded() / 64 }
    let report = try copy.film().quality(among: ["film 5": hashes[5], "film 6": hashes[6]])
    let finding = try #require(report.findings.first { $0.check == .nearDuplicate })
    #expect(finding.reason.contains("film 5"))
  }

  /// `HILUM_FILMS=/folder swift test --filter census` counts the findings on a folder of films.
  @Test("a census of real films, where a folder of them is named") func census() throws {
    guard let folder = ProcessInfo.processInfo.environment["HILUM_FILMS"] else {
      print("skipped: HILUM_FILMS names no folder")
      return
    }
    var counts: [QualityCheck: Int] = [:], films = 0, refused = 0, verdicts: [QualityVerdict: Int] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      guard let film = try? Film.open(path: folder + "/" + name) else {
        refused += 1
        continue
      }
      let report = film.quality()
      films += 1
      verdicts[report.verdict, default: 0] += 1
      for check in Set(report.findings.map(\.check)) { counts[check, default: 0] += 1 }
      print(
        "census \(name) \(report.verdict.rawValue)",
        report.findings.map { "\($0.check.rawValue) \($0.numbers)" })
    }
    print("census of \(films) films, \(refused) refused:", verdicts, counts)
  }
}
