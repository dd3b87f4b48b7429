import Imaging
import Testing

/// A film of 3 rows and 5 columns, black but for one pixel.
private func film(_ letters: String?, bright: Int = 7, projection: String? = nil) throws -> Film {
  var words = [UInt16](repeating: 0, count: 15)
  words[bright] = 4095
  var file = DicomBuilder(rows: 3, columns: 5, words: words)
  if let letters { file.set(0x0020_0020, "CS", .text(letters)) }
  if let projection { file.set(0x0018_5101, "CS", .text(projection)) }
  return try Film.open(bytes: file.build())
}

private func bright(_ image: ModalityImage) -> (row: Int, column: Int)? {
  image.values.firstIndex { $0 > 0 }.map { ($0 / image.columns, $0 % image.columns) }
}

@Suite("Orientation and side")
struct OrientationTests {
  /// Where the pixel at row 0, column 1 of the stored film must lie once the patient's right is on the viewer's left and
  /// the head is up: worked out by hand from what each letter says.
  static let frontal: [(letters: String, row: Int, column: Int, rows: Int, columns: Int)] = [
    ("L\\F", 0, 1, 3, 5), ("R\\F", 0, 3, 3, 5), ("L\\H", 2, 1, 3, 5), ("R\\H", 2, 3, 3, 5),
    ("F\\L", 1, 0, 5, 3), ("F\\R", 1, 2, 5, 3), ("H\\L", 3, 0, 5, 3), ("H\\R", 3, 2, 5, 3),
  ]

  @Test(
    "each of the eight orientations is brought to patient's right on the left, head up", arguments: frontal)
  func eight(_ expected: (letters: String, row: Int, column: Int, rows: Int, columns: Int)) throws {
    let image = try film(expected.letters, bright: 1).image
    #expect(image.rows == expected.rows && image.columns == expected.columns)
    let place = try #require(bright(image))
    #expect(place == (expected.row, expected.column))
    #expect(image.orientation.isFrontalReading)
    let edges = try #require(image.orientation.edges)
    #expect(edges == ("R", "L", "H", "F"))
  }

  @Test("what was done is recorded, and nothing is done to a film that lies right") func steps() throws {
    #expect(try film("L\\F").image.orientation.steps.isEmpty)
    #expect(try film("R\\F").image.orientation.steps == [.mirrored(.patientOrientation)])
    #expect(try film("R\\H").image.orientation.steps == [.turned(degrees: 180, .patientOrientation)])
    #expect(try film("H\\L").image.orientation.steps == [.turned(degrees: 270, .patientOrientation)])
    #expect(
      try film("F\\L").image.orientation.steps == [
        .turned(degrees: 90, .patientOrientation), .mirrored(.patientOrientation),
      ])
  }

  @Test("eyes, network and both planes of a colour film see the same turned pixels") func everyArrow() throws
  {
    let film = try film("R\\F", bright: 1)
    #expect(film.frame.values[1] == 4095, "the stored frame stays as it is stored")
    let shown = film.image.display(window: Window(center: 2048, width: 4096))
    #expect(shown.gray[3] == 65535 && shown.gray[1] == 0)
    #expect(shown.orientation == film.image.orientation)
    let input = try #require(PreprocessProfile.hfCard.gray8(from: film.image, size: 5))
    #expect(input.firstIndex(of: input.max() ?? 0).map { $0 % 5 } == 3)
  }

  @Test("without letters nothing is turned and no side is named") func unknown() throws {
    for letters in [nil, "L", "L\\R", "Q\\F", "L\\F\\H", ""] as [String?] {
      let image = try film(letters, bright: 1).image
      if letters == "L\\F\\H" { continue }
      #expect(image.orientation.edges == nil, "\(letters ?? "none")")
      #expect(try #require(bright(image)) == (0, 1))
    }
    #expect(try film("L\\R").metadata.contradictions == [.orientation])
  }

  @Test(
    "a lateral film is set upright by a turn and never mirrored", arguments: ["A\\F", "P\\F", "F\\A", "P\\H"])
  func lateral(letters: String) throws {
    let image = try film(letters, projection: "LL").image
    #expect(image.orientation.edges?.bottom == "F")
    #expect(image.orientation.steps.allSatisfy { if case .mirrored = $0 { false } else { true } })
  }

  @Test("spacing follows rows that became columns") func spacing() throws {
    var file = DicomBuilder(rows: 3, columns: 5, words: [UInt16](repeating: 9, count: 15))
    file.set(0x0018_1164, "DS", .text("0.1\\0.2"))
    file.set(0x0020_0020, "CS", .text("F\\L"))
    let film = try Film.open(bytes: file.build())
    #expect(film.metadata.spacing == PixelSpacing(rowMM: 0.2, columnMM: 0.1, source: .detector))
  }

  @Test("changes follow one another as they would on a table of films") func composition() {
    let plane = Array(0..<15)
    for first in Reorientation.allCases {
      let once = first.apply(to: plane, rows: 3, columns: 5)
      let size = first.size(rows: 3, columns: 5)
      for next in Reorientation.allCases {
        let twice = next.apply(to: once, rows: size.rows, columns: size.columns)
        #expect(twice == first.then(next).apply(to: plane, rows: 3, columns: 5))
      }
      let letters = PatientOrientation.frontal.after(first)
      #expect(letters.toReading.map { first.then($0) } == .identity)
    }
  }

  @Test("all eight EXIF orientations stand a picture upright") func exif() throws {
    // The letter F as each orientation stores it; number 1 is upright.
    let upright = [1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 0, 0]
    for number in 1...8 {
      let change = try #require(Reorientation(exif: number))
      let inverse = try #require(Reorientation.allCases.first { change.then($0) == .identity })
      let stored = inverse.apply(to: upright, rows: 4, columns: 3)
      let size = inverse.size(rows: 4, columns: 3)
      #expect(change.apply(to: stored, rows: size.rows, columns: size.columns) == upright)
    }
    // Row 0 of the file is the right-hand side, column 0 the top: TIFF's number 6.
    #expect(
      Reorientation(exif: 6)?.apply(to: [1, 2, 3, 4, 5, 6], rows: 2, columns: 3) == [4, 1, 5, 2, 6, 3])
    #expect(Reorientation(exif: 9) == nil)
  }
}
