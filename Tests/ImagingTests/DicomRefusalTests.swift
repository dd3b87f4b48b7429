/// DICOM files that must not become a picture, each refused for its own reason.

import Imaging
import Testing

@Suite("DICOM refusals")
struct DicomRefusalTests {
  func refusal(_ change: (inout DicomBuilder) -> Void) -> ImagingError? {
    var file = DicomBuilder(rows: 3, columns: 4, words: (0..<12).map { $0 })
    change(&file)
    do {
      _ = try Film.open(bytes: file.build())
      return nil
    } catch { return error as ImagingError }
  }

  @Test("a compressed transfer syntax is named, with its UID") func compressed() {
    let error = refusal {
      $0.claimed = "1.2.840.10008.1.2.4.203"
      $0.set(0x7FE0_0010, "OB", .fragment([0xFF, 0x4F]))
    }
    #expect(error == .compressed(uid: "1.2.840.10008.1.2.4.203", name: "High-Throughput JPEG 2000"))
    #expect(error?.description.contains("1.2.840.10008.1.2.4.203") == true)
  }

  @Test("an unknown transfer syntax is named") func unknownSyntax() {
    #expect(refusal { $0.claimed = "1.2.3.4.5" } == .unknownTransferSyntax(uid: "1.2.3.4.5"))
  }

  @Test("a file without pixels says what it is instead") func noPixels() {
    let error = refusal {
      $0.remove(0x7FE0_0010)
      $0.set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.88.22"))
    }
    #expect(error == .noImage(sopClass: "EnhancedSRStorage"))
  }

  @Test("pixel data that are too short are refused, never filled up") func short() {
    let error = refusal { $0.set(0x7FE0_0010, "OW", .words(Array(repeating: 9, count: 11))) }
    #expect(error == .pixelDataTooShort(bytes: 22, expected: 24))
  }

  @Test("frames that the pixel data do not hold are refused, however many are claimed") func frames() {
    #expect(refusal { $0.set(0x0028_0008, "IS", .text("2")) } == .pixelDataTooShort(bytes: 24, expected: 48))
    #expect(refusal { $0.set(0x0028_0008, "IS", .text("9223372036854775807")) } != nil)
    #expect(refusal { $0.set(0x0028_0008, "IS", .text("-1")) } != nil)
  }

  @Test("65,535 x 65,535 pixels are refused before anything is allocated") func huge() {
    let error = refusal {
      $0.set(0x0028_0010, "US", .words([65535]))
      $0.set(0x0028_0011, "US", .words([65535]))
    }
    #expect(error == .tooManyPixels(columns: 65535, rows: 65535, limit: 64_000_000))
  }

  @Test(
    "rows and columns of zero, absent, or of another representation are refused",
    arguments: [
      0x0028_0010 as UInt32, 0x0028_0011,
    ])
  func sizes(tag: UInt32) {
    #expect(refusal { $0.set(tag, "US", .words([0])) } != nil)
    #expect(refusal { $0.set(tag, "US", .words([])) } != nil)
    #expect(refusal { $0.remove(tag) } != nil)
    #expect(refusal { $0.set(tag, "UL", .words([3, 0])) } != nil)
  }

  @Test("impossible bits are refused") func bits() {
    let changes: [(UInt32, UInt16)] = [
      (0x0028_0100, 0), (0x0028_0100, 65535), (0x0028_0100, 32), (0x0028_0101, 0), (0x0028_0101, 17),
      (0x0028_0102, 16), (0x0028_0102, 10), (0x0028_0103, 2), (0x0028_0002, 3), (0x0028_0002, 0),
    ]
    for (tag, value) in changes {
      #expect(refusal { $0.set(tag, "US", .words([value])) } != nil, "\(tag) \(value)")
    }
  }

  @Test("a missing or foreign photometric interpretation is refused: polarity is not guessed")
  func photometric() {
    #expect(refusal { $0.remove(0x0028_0004) } != nil)
    #expect(
      refusal { $0.set(0x0028_0004, "CS", .text("HSV")) }
        == .unsupported(.dicom, feature: "HSV pixels"))
    #expect(
      refusal { $0.set(0x0028_0004, "CS", .text("PALETTE COLOR")) }
        == .attribute(DicomTag(0x0028, 0x1101, "RedPaletteColorLookupTableDescriptor"), .missing))
    #expect(
      refusal { $0.set(0x0028_0004, "CS", .text("NOBODY")) }
        == .unsupported(.dicom, feature: "an unknown kind of colour"))
  }

  @Test(
    "a slope that is no number, zero or infinite is refused",
    arguments: ["abc", "1,5", "NaN", "1e400", "0", "0x10"])
  func slopes(text: String) {
    #expect(refusal { $0.set(0x0028_1053, "DS", .text(text)) } != nil)
  }

  @Test("sequences 64 deep are read, one more or 20,000 are refused") func nesting() {
    func nested(_ depth: Int) -> DicomBuilder.Value {
      let open: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
      let sequence: [UInt8] = [0x08, 0x00, 0x40, 0x11, 0x53, 0x51, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
      let close: [UInt8] = [0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]
      let end: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
      let before = (1..<depth).flatMap { _ in open + sequence }
      let after = (1..<depth).flatMap { _ in end + close }
      return .bytes(before + open + close + after)
    }
    #expect(refusal { $0.set(0x0008_1140, "SQ", nested(64)) } == nil)
    for depth in [65, 20_000] {
      #expect(
        refusal { $0.set(0x0008_1140, "SQ", nested(depth)) }
          == .damaged(.dicom, reason: "its sequences are nested more than 64 deep"))
    }
  }

  @Test("a text of more than 64 KB counts as absent") func longText() throws {
    for (length, isRead) in [(60_000, true), (70_000, false)] {
      var file = DicomBuilder(rows: 2, columns: 2, words: [1, 2, 3, 4])
      let text = "PORTABLE " + String(repeating: "x", count: length - 9)
      file.set(0x0008_1030, "UT", .text(text))
      #expect((try Film.open(bytes: file.build()).metadata.portable != nil) == isRead)
    }
  }

  @Test("a film cut off anywhere is refused", arguments: DicomBuilder.Encoding.allCases)
  func truncated(encoding: DicomBuilder.Encoding) throws {
    let file = DicomBuilder(rows: 3, columns: 4, words: (0..<12).map { $0 }, encoding: encoding).build()
    for length in 0..<file.count {
      #expect(throws: ImagingError.self, "\(length)") { try Film.open(bytes: Array(file[..<length])) }
    }
  }

  @Test("2,000 damaged films are read or refused, and nothing worse") func mutated() throws {
    var noise = Noise("DICOM mutants")
    let files = DicomBuilder.Encoding.allCases.map {
      DicomBuilder(rows: 3, columns: 4, words: (0..<12).map { $0 }, encoding: $0).build()
    }
    var refused = 0
    for round in 0..<2000 {
      var mutant = files[round % files.count]
      for _ in 0..<Int.random(in: 1...4, using: &noise) {
        mutant[Int.random(in: 128..<mutant.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
      }
      do {
        let film = try Film.open(bytes: mutant)
        _ = film.image.display()
        _ = PreprocessProfile.repoInference.input(from: film.image, size: 8)
      } catch { refused += 1 }
    }
    #expect((1..<2000).contains(refused))
  }

  @Test("what is no image at all is told apart") func foreign() {
    let contents: [(String, ForeignContent)] = [
      ("", .empty), ("<!DOCTYPE html><html>", .webPage),
      ("version https://git-lfs.github.com/spec/v1", .gitLFSPointer),
      ("GIF89a", .gif), ("hello", .unknown),
    ]
    for (text, content) in contents {
      #expect(throws: ImagingError.unrecognised(content)) { try Film.open(bytes: Array(text.utf8)) }
    }
  }
}
