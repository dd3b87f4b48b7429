/// What a presentation state asks for is shown, and what is not shown is named.

import Imaging
import Testing

@Suite("Presentation states")
struct SoftcopyPresentationTests {
  private typealias Element = DicomBuilder.Element

  /// A film of three columns and two rows, 12 bits, whose values run from 0 to 5 hundred.
  private func film(_ change: (inout DicomBuilder) -> Void = { _ in }) throws -> Film {
    var file = DicomBuilder(rows: 2, columns: 3, words: [0, 100, 200, 300, 400, 500])
    file.set(0x0008_0018, "UI", .text("1.2.3"))
    change(&file)
    return try Film.open(bytes: file.build())
  }

  /// A state for that film, with these elements.
  private func state(
    in encoding: DicomBuilder.Encoding = .explicitLittle, for image: String = "1.2.3", _ elements: [Element]
  ) throws -> SoftcopyPresentation {
    var file = DicomBuilder(rows: 1, columns: 1, words: [0], encoding: encoding)
    for tag: UInt32 in [0x0028_0010, 0x0028_0011, 0x7FE0_0010] { file.remove(tag) }
    file.set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.11.1"))
    file.set(0x0008_0018, "UI", .text("9.9"))
    file.set(0x0070_0080, "CS", .text("LUNGS"))
    let reference = Element(tag: 0x0008_1155, vr: "UI", value: .text(image))
    let images = Element(tag: 0x0008_1140, vr: "SQ", value: .item([reference]))
    file.set(0x0008_1115, "SQ", .item([images]))
    file.set(0x2050_0020, "CS", .text("IDENTITY"))
    for element in elements { file.set(element.tag, element.vr, element.value) }
    return try #require(SoftcopyPresentation(file.build()))
  }

  private func window(_ center: String, _ width: String) -> Element {
    Element(
      tag: 0x0028_3110, vr: "SQ",
      value: .item([
        Element(tag: 0x0028_1050, vr: "DS", value: .text(center)),
        Element(tag: 0x0028_1051, vr: "DS", value: .text(width)),
      ]))
  }

  private func gray(_ film: Film, _ elements: [Element]) throws -> [UInt16] {
    try #require(film.presented(by: try state(elements))).image.display().gray
  }

  @Test(
    "its window and its polarity take the place of the film's, in every encoding",
    arguments: [DicomBuilder.Encoding.explicitLittle, .implicitLittle, .explicitBig])
  func window(encoding: DicomBuilder.Encoding) throws {
    let film = try film { $0.set(0x0028_1050, "DS", .text("9")) }
    let state = try state(
      in: encoding, [window("250.5", "501"), Element(tag: 0x2050_0020, vr: "CS", value: .text("INVERSE"))])
    #expect(state.label == "LUNGS" && state.images == ["1.2.3"])
    let shown = try #require(film.presented(by: state))
    #expect(shown.image.display().gray == [65535, 52428, 39321, 26214, 13107, 0])
    #expect(shown.refused == [] && shown.change == .identity && shown.area == nil)
  }

  @Test("a MONOCHROME1 film is inverted by the state alone") func polarity() throws {
    let film = try film { $0.set(0x0028_0004, "CS", .text("MONOCHROME1")) }
    #expect(try gray(film, [window("250.5", "501")]).first == 0)
    #expect(film.image.display(window: Window(center: 250.5, width: 501)).gray.first == 65535)
  }

  @Test("a state for another film is not for this one") func others() throws {
    #expect(try film().presented(by: try state(for: "1.2.4", [])) == nil)
  }

  @Test("a turn, a mirror and a part of the film come beside the pixels, as the film lies after opening")
  func spatial() throws {
    let turned = [
      Element(tag: 0x0070_0041, vr: "CS", value: .text("Y")),
      Element(tag: 0x0070_0042, vr: "US", value: .words([90])),
      Element(
        tag: 0x0070_005A, vr: "SQ",
        value: .item([
          Element(tag: 0x0070_0052, vr: "SL", value: .bytes([2, 0, 0, 0, 1, 0, 0, 0])),
          Element(tag: 0x0070_0053, vr: "SL", value: .bytes([3, 0, 0, 0, 2, 0, 0, 0])),
        ])),
    ]
    let plain = try #require(try film().presented(by: try state(turned)))
    #expect(plain.change == Reorientation(quarterTurns: 1, isMirrored: true))
    let area = try #require(plain.area)
    #expect(
      abs(area.x - 1.0 / 3) < 1e-9 && area.y == 0 && abs(area.width - 2.0 / 3) < 1e-9 && area.height == 1)
    // A film that opening has mirrored already is laid back first.
    let mirrored = try film { $0.set(0x0020_0020, "CS", .text("R\\F")) }
    let shown = try #require(mirrored.presented(by: try state(turned)))
    #expect(
      mirrored.image.orientation.change.then(shown.change) == Reorientation(quarterTurns: 1, isMirrored: true)
    )
    #expect(try abs(#require(shown.area).x) < 1e-9)
  }

  @Test("shutters cover and drawings are drawn; words and drawings elsewhere are named")
  func graphics() throws {
    func float(_ values: [Float]) -> [UInt8] {
      values.flatMap { value in (0..<4).map { UInt8(value.bitPattern >> (8 * $0) & 0xFF) } }
    }
    func line(_ units: String) -> [Element] {
      [
        Element(tag: 0x0070_0005, vr: "CS", value: .text(units)),
        Element(tag: 0x0070_0022, vr: "FL", value: .bytes(float([1, 1, 2, 1]))),
        Element(tag: 0x0070_0023, vr: "CS", value: .text("POLYLINE")),
      ]
    }
    let annotation = Element(
      tag: 0x0070_0001, vr: "SQ",
      value: .item([
        Element(tag: 0x0070_0008, vr: "SQ", value: .item([])),
        Element(tag: 0x0070_0009, vr: "SQ", value: .items([line("PIXEL"), line("DISPLAY")])),
      ]))
    let shutter = [
      Element(tag: 0x0018_1600, vr: "CS", value: .text("RECTANGULAR")),
      Element(tag: 0x0018_1602, vr: "IS", value: .text("1")),
      Element(tag: 0x0018_1604, vr: "IS", value: .text("2")),
      Element(tag: 0x0018_1606, vr: "IS", value: .text("1")),
      Element(tag: 0x0018_1608, vr: "IS", value: .text("2")),
    ]
    let shown = try #require(
      try film().presented(by: try state([window("250.5", "501"), annotation] + shutter)))
    #expect(shown.image.display().gray == [65535, 65535, 0, 39321, 52428, 0])
    #expect(shown.refused == ["1 texts", "1 drawings beside the film"])
  }

  @Test("a state cut short anywhere is read as far as it goes, or not at all") func cut() throws {
    var file = DicomBuilder(rows: 1, columns: 1, words: [0])
    file.set(0x0008_0016, "UI", .text("1.2.840.10008.5.1.4.1.1.11.1"))
    file.set(0x0008_0018, "UI", .text("9.9"))
    let reference = Element(tag: 0x0008_1155, vr: "UI", value: .text("1.2.3"))
    file.set(0x0008_1115, "SQ", .item([Element(tag: 0x0008_1140, vr: "SQ", value: .item([reference]))]))
    let bytes = file.build()
    let film = try film()
    for length in 0...bytes.count {
      if let state = SoftcopyPresentation(Array(bytes[..<length])) { _ = film.presented(by: state) }
    }
  }
}

@Suite("Segmented palettes")
struct PaletteSegmentTests {
  /// A film of one row under a palette of these segments; nil where it is refused.
  private func red(_ segments: [UInt16], bits: UInt16 = 16, pixels: [UInt16] = [0, 1, 2, 3, 4, 5, 6, 7])
    throws -> [Int32]?
  {
    var file = DicomBuilder(rows: 1, columns: 8, words: pixels)
    file.set(0x0028_0004, "CS", .text("PALETTE COLOR"))
    for tag: UInt32 in [0x0028_1101, 0x0028_1102, 0x0028_1103] { file.set(tag, "US", .words([8, 0, bits])) }
    for tag: UInt32 in [0x0028_1221, 0x0028_1222, 0x0028_1223] { file.set(tag, "OW", .words(segments)) }
    guard let rgb = try? Film.open(bytes: file.build()).rgb else { return nil }
    return stride(from: 0, to: rgb.values.count, by: 3).map { rgb.values[$0] }
  }

  @Test("steps, ramps and repeated segments make the table, of 16 or 8 bits") func expands() throws {
    #expect(try red([0, 2, 10, 20, 1, 4, 100, 0, 2, 7, 8]) == [10, 20, 40, 60, 80, 100, 7, 8])
    #expect(try red([0, 2, 10, 20, 1, 2, 40, 2, 2, 0, 0]) == [10, 20, 30, 40, 10, 20, 30, 40])
    #expect(
      try red([0x0200, 0x140A, 0x0401, 0x0064, 0x0702, 0x0008], bits: 8)
        == [10, 20, 40, 60, 80, 100, 7, 8])
  }

  @Test(
    "segments that break the rules are refused",
    arguments: [
      [1, 8, 100], [0, 7, 1, 2, 3, 4, 5, 6, 7], [0, 9, 1, 2, 3], [2, 1, 0, 0], [3, 1, 1], [0, 8], [],
    ])
  func refuses(segments: [UInt16]) throws { #expect(try red(segments) == nil) }
}
