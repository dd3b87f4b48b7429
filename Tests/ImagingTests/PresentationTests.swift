/// From modality values to what a screen shows: polarity, presentation tables, overlays, shutters and pixels that are not
/// square.

import Imaging
import Testing

@Suite("Presentation")
struct PresentationTests {
  static let ramp = (0..<12).map { UInt16($0 * 341) }

  func film(_ change: (inout DicomBuilder) -> Void = { _ in }) throws -> Film {
    var file = DicomBuilder(rows: 3, columns: 4, words: Self.ramp)
    file.set(0x0028_1050, "DS", .text("2048"))
    file.set(0x0028_1051, "DS", .text("4096"))
    change(&file)
    return try Film.open(bytes: file.build())
  }

  @Test(
    "MONOCHROME1 is turned once, whatever the presentation LUT shape says of it; a contradiction is told",
    arguments: [("MONOCHROME1", "INVERSE", false), ("MONOCHROME1", "IDENTITY", true)])
  func inverseShape(photometric: String, shape: String, warns: Bool) throws {
    let plain = try film()
    let film = try film {
      $0.set(0x0028_0004, "CS", .text(photometric))
      $0.set(0x2050_0020, "CS", .text(shape))
    }
    #expect(film.image.display().gray == plain.image.display().gray.map { 65535 - $0 })
    #expect(!film.warnings.isEmpty == warns)
  }

  @Test(
    "MONOCHROME2 is not turned, whatever the presentation LUT shape says", arguments: ["INVERSE", "IDENTITY"])
  func identityShape(shape: String) throws {
    let film = try film { $0.set(0x2050_0020, "CS", .text(shape)) }
    #expect(film.image.display() == (try self.film()).image.display())
    #expect(film.warnings.isEmpty == (shape == "IDENTITY"))
  }

  @Test("MONOCHROME1 with a negative slope is bright where its stored values are high") func negativeSlope()
    throws
  {
    let film = try film {
      $0.set(0x0028_0004, "CS", .text("MONOCHROME1"))
      $0.set(0x0028_1052, "DS", .text("4095"))
      $0.set(0x0028_1053, "DS", .text("-1"))
    }
    let gray = film.image.display().gray
    #expect(gray == gray.sorted() && gray.first == 0 && gray.last.map { $0 > 60000 } == true)
  }

  @Test("a presentation LUT replaces the polarity of the photometric interpretation") func outputTable()
    throws
  {
    let film = try film {
      $0.set(0x0028_0004, "CS", .text("MONOCHROME1"))
      $0.set(
        0x2050_0010, "SQ",
        .item([
          .init(tag: 0x0028_3002, vr: "US", value: .words([2, 0, 16])),
          .init(tag: 0x0028_3006, vr: "OW", value: .words([100, 65535])),
        ]))
    }
    let gray = film.image.display().gray
    #expect(gray.first == 100 && gray.last == 65535)
  }

  @Test("a modality LUT of 65,536 entries is read whole: its descriptor says 0") func fullTable() throws {
    let film = try film {
      for (tag, value): (UInt32, UInt16) in [(0x0028_0101, 16), (0x0028_0102, 15)] {
        $0.set(tag, "US", .words([value]))
      }
      $0.set(0x7FE0_0010, "OW", .words([0, 1, 65535] + Array(repeating: 40000, count: 9)))
      $0.set(
        0x0028_3000, "SQ",
        .item([
          .init(tag: 0x0028_3002, vr: "US", value: .words([0, 0, 16])),
          .init(tag: 0x0028_3006, vr: "OW", value: .words((0...65535).map { 65535 - UInt16($0) })),
        ]))
    }
    #expect(film.image.values == [65535, 65534, 0] + Array(repeating: 25535, count: 9))
  }

  @Test("an overlay is white over the film, clipped where it reaches beyond") func overlay() throws {
    func shown(_ origin: [UInt16]) throws -> [Int] {
      let film = try film {
        $0.set(0x6000_0010, "US", .words([2]))
        $0.set(0x6000_0011, "US", .words([2]))
        $0.set(0x6000_0050, "SS", .words(origin))
        $0.set(0x6000_0100, "US", .words([1]))
        $0.set(0x6000_0102, "US", .words([0]))
        $0.set(0x6000_3000, "OW", .words([0b1001]))
      }
      let plain = try self.film().image.display().gray
      return zip(film.image.display().gray, plain).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    }
    #expect(try shown([1, 1]) == [0, 5])
    #expect(try shown([2, 3]) == [6, 11])
    #expect(try shown([0, 0]) == [0])
    #expect(try shown([UInt16(bitPattern: -9), 90]) == [])
  }

  @Test("an overlay in an unused bit of the pixels is drawn, and is no part of their values") func embedded()
    throws
  {
    let film = try film {
      $0.set(0x6000_0010, "US", .words([3]))
      $0.set(0x6000_0011, "US", .words([4]))
      $0.set(0x6000_0050, "SS", .words([1, 1]))
      $0.set(0x6000_0100, "US", .words([16]))
      $0.set(0x6000_0102, "US", .words([12]))
      $0.set(0x7FE0_0010, "OW", .words(Self.ramp.enumerated().map { $0 == 4 ? $1 | 0x1000 : $1 }))
    }
    #expect(film.frame.values == Self.ramp.map { Int32($0) })
    #expect(film.image.display().gray[4] == 65535 && film.image.display().gray[3] < 20000)
  }

  @Test("what a shutter covers is black") func shutters() throws {
    func covered(_ tags: [(UInt32, String)]) throws -> [Int] {
      let film = try film {
        $0.set(0x7FE0_0010, "OW", .words(Array(repeating: 4095, count: 12)))
        for (tag, text) in tags { $0.set(tag, tag == 0x0018_1600 ? "CS" : "IS", .text(text)) }
      }
      return film.image.display(window: Window(center: 2048, width: 4096)).gray.indices.filter {
        film.image.display(window: Window(center: 2048, width: 4096)).gray[$0] == 0
      }
    }
    let rectangle: [(UInt32, String)] = [
      (0x0018_1600, "RECTANGULAR"), (0x0018_1602, "2"), (0x0018_1604, "3"), (0x0018_1606, "1"),
      (0x0018_1608, "2"),
    ]
    #expect(try covered(rectangle) == [0, 3, 4, 7, 8, 9, 10, 11])
    #expect(
      try covered([(0x0018_1600, "CIRCULAR"), (0x0018_1610, "2\\2"), (0x0018_1612, "1")])
        == [0, 2, 3, 7, 8, 10, 11])
    #expect(
      try covered([(0x0018_1600, "POLYGONAL"), (0x0018_1620, "0\\1\\0\\3\\9\\3\\9\\1")]) == [3, 7, 11])
    #expect(
      try covered(
        [(0x0018_1600, "RECTANGULAR\\CIRCULAR"), (0x0018_1610, "2\\2"), (0x0018_1612, "1")]
          + rectangle.dropFirst())
        == [0, 2, 3, 4, 7, 8, 9, 10, 11])
  }

  @Test("pixels that are not square are stretched until they are") func aspect() throws {
    let tall = try film { $0.set(0x0028_0034, "IS", .text("2\\1")) }.image
    #expect(tall.displaySize == (6, 4) && tall.display().rows == 6)
    let wide = try film { $0.set(0x0018_1164, "DS", .text("0.1\\0.3")) }.image
    #expect(wide.displaySize == (3, 12) && wide.display().columns == 12 && wide.columns == 4)
  }

  @Test("gray stays finer than 12 bits until the screen") func depth() throws {
    let film = try film {
      $0.set(0x0028_0101, "US", .words([16]))
      $0.set(0x0028_0102, "US", .words([15]))
      $0.set(0x7FE0_0010, "OW", .words((0..<12).map { 30000 + $0 }))
    }
    let gray = film.image.display(window: Window(center: 32768, width: 65536)).gray
    #expect(Set(gray).count == 12)
  }
}
