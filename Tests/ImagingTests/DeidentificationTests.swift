import Foundation
import Imaging
import Testing

/// A film that names its patient wherever a header can.
private func namedFilm(_ change: (inout DicomBuilder) -> Void = { _ in }) -> [UInt8] {
  var file = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4])
  file.set(0x0008_0018, "UI", .text("1.2.3.4"))
  file.set(0x0008_0020, "DA", .text("20240229"))
  file.set(0x0008_0050, "SH", .text("CANARY-ACC"))
  file.set(0x0008_0090, "PN", .text("CANARY^DOCTOR"))
  file.set(0x0008_1030, "LO", .text("CANARY study"))
  file.set(0x0010_0010, "PN", .text("CANARY^BIRD"))
  file.set(0x0010_0020, "LO", .text("CANARY-1"))
  file.set(0x0010_0030, "DA", .text("19430517"))
  file.set(0x0009_0010, "LO", .text("CANARY VENDOR"))
  file.set(0x0009_1001, "LO", .text("CANARY secret"))
  file.set(0x0020_000D, "UI", .text("1.2.3"))
  file.set(0x0018_5101, "CS", .text("PA"))
  file.set(0x6000_3000, "OW", .words([0xFFFF]))
  file.set(0x6000_4000, "LT", .text("CANARY overlay"))
  file.set(0x5000_0030, "LO", .text("CANARY curve"))
  // Nested: a reference that must still hold, and the patient once more, two sequences deep.
  file.set(
    0x0008_1140, "SQ",
    .item([
      .init(tag: 0x0008_1155, vr: "UI", value: .text("1.2.3.4")),
      .init(tag: 0x0010_0010, vr: "PN", value: .text("CANARY^NESTED")),
      .init(
        tag: 0x0040_A170, vr: "SQ",
        value: .item([.init(tag: 0x0010_0020, vr: "LO", value: .text("CANARY-2"))])),
    ]))
  // An attribute that the profile keeps, in which somebody wrote the patient's name.
  file.set(0x0018_1405, "IS", .text("7"))
  file.set(0x0018_9004, "CS", .text("PRODUCT"))
  file.set(0x0028_0009, "AT", .bytes([]))
  file.set(0x0018_6000, "DS", .text("1"))
  file.set(0x0008_0104, "LO", .text("seen by Bird"))
  change(&file)
  return file.build()
}

private let key: @Sendable (String) -> String = { text in
  // A stand-in for the keyed hash: FNV-1a, spread over 64 digits.
  let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  let digits = String(hash, radix: 16)
  return String(repeating: String(repeating: "0", count: 16 - digits.count) + digits, count: 4)
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: Unicode.ASCII.self) }

@Suite("De-identification")
struct DeidentificationTests {
  private let refuse = Deidentification(pixels: .refuse, authenticate: key)

  @Test("the table is the standard's: 617 attributes beside the groups, none twice") func table() {
    let actions = ConfidentialityProfile.actions
    #expect(actions.count == 617 && Set(actions.map(\.tag)).count == 617)
    #expect(actions.map(\.tag) == actions.map(\.tag).sorted())
    let by = Dictionary(uniqueKeysWithValues: actions.map { ($0.tag, $0.action) })
    #expect(by[0x0010_0010] == .empty && by[0x0010_0030] == .empty && by[0x0008_0018] == .uid)
    #expect(by[0x0010_1010] == .remove && by[0x0008_1030] == .remove && by[0x0008_0023] == .dummy)
    #expect(by[0x0018_5101] == nil && by[0x0018_1164] == nil)
  }

  @Test("no word of the patient is left, the preamble is empty, the pixels are the same") func canary() throws
  {
    var named = namedFilm()
    for (index, byte) in Array("CANARY in the preamble".utf8).enumerated() { named[index] = byte }
    let result = try refuse.run(named)
    #expect(!text(result.bytes).contains("CANARY") && !text(result.bytes).contains("Bird"))
    #expect(!text(result.bytes).contains("19430517") && !text(result.bytes).contains("20240229"))
    #expect(result.bytes.prefix(128).allSatisfy { $0 == 0 })
    let film = try Film.open(bytes: result.bytes)
    #expect(film.frame.values == [1, 2, 3, 4] && film.metadata.viewPosition == "PA")
    let patient = try #require(film.identity?.clear)
    #expect(patient.name.hasPrefix("HILUM, ") && patient.id.hasPrefix("HILUM-") && patient.birthDate == "")
    #expect(result.tally.privateAttributes == 2 && result.tally.leaks == 1 && result.tally.removed >= 4)
    #expect(text(result.bytes).contains("113100") && !text(result.bytes).contains("113101"))
  }

  @Test("references still hold, the same key gives the same names, another key others") func pseudonyms()
    throws
  {
    let result = try refuse.run(namedFilm())
    let uid = refuse.pseudonym(uid: "1.2.3.4")
    #expect(uid.hasPrefix("2.25.") && uid.utf8.count <= 64 && uid == result.sopInstanceUID)
    #expect(text(result.bytes).components(of: uid) == 3, "file meta, the film itself, the reference")
    #expect(try refuse.run(namedFilm()).bytes == result.bytes)
    let other = Deidentification(pixels: .refuse) { key("other" + $0) }
    #expect(other.pseudonym(uid: "1.2.3.4") != uid)
    #expect(text(result.bytes).contains("1.2.840.10008.5.1.4.1.1.1.1"), "UIDs of the standard stay")
  }

  @Test("a film with text in its pixels is refused, or leaves without it") func burnedIn() throws {
    let side = 300
    var words = (0..<side * side).map { UInt16(800 + ($0 % side) * 4) }
    for letter in 0..<6 {
      for y in 10..<24 {
        for x in [0, 1, 7, 8] { words[y * side + 20 + letter * 13 + x] = 4095 }
        if y == 16 || y == 17 { for x in 0..<9 { words[y * side + 20 + letter * 13 + x] = 4095 } }
      }
    }
    var file = DicomBuilder(rows: side, columns: side, words: words)
    file.set(0x0008_0018, "UI", .text("1.2.3.4"))
    file.set(0x0010_0010, "PN", .text("CANARY"))
    #expect(throws: ImagingError.burnedInText(places: 1)) { try refuse.run(file.build()) }
    let mask = Deidentification(pixels: .mask, authenticate: key)
    let result = try mask.run(file.build())
    let frame = try Film.open(bytes: result.bytes).frame
    #expect(result.masked.count == 1 && BurnedInText.find(in: frame).isEmpty)
    #expect(frame.values.max() ?? 0 < 4095)
    #expect(frame.values[200 * side + 100] == Int32(words[200 * side + 100]), "the rest is untouched")
    #expect(text(result.bytes).contains("113101"))
  }

  @Test("what the header says of text is believed") func declared() throws {
    let named = namedFilm { $0.set(0x0028_0301, "CS", .text("YES")) }
    #expect(throws: ImagingError.burnedInText(places: 0)) { try refuse.run(named) }
    let mask = Deidentification(pixels: .mask, authenticate: key)
    let result = try mask.run(named)
    #expect(result.mayHoldText && result.masked.isEmpty)
    #expect(try Film.open(bytes: result.bytes).metadata.burnedInAnnotation == true)
    #expect(!text(result.bytes).contains("113101"), "nothing is claimed that was not done")
  }

  @Test("a raster file has no header to take a patient out of") func raster() throws {
    let png = try PNGImage(rows: 1, columns: 1, gray: [UInt8(7)]).encoded()
    #expect(throws: ImagingError.unsupported(.png, feature: "no header to de-identify")) {
      try refuse.run(png)
    }
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    var rest = self[...], count = 0
    while let range = rest.range(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
