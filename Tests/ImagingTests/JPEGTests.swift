/// JPEG files: the Y plane as coded, colours beside it, and nothing invented where data are missing.

import Foundation
import Imaging
import Testing

func fixture(_ name: String) throws -> [UInt8] {
  let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
  return try Array(Data(contentsOf: folder.appending(path: name)))
}

@Suite("JPEG")
struct JPEGTests {
  @Test("the gray of a colour file is its Y plane, as OpenCV reads it, and not gray made from RGB")
  func luma() throws {
    let picture = try JPEGImage(decoding: fixture("color.jpg"))
    let expected = try fixture("color.bin")
    #expect(picture.rows == 24 && picture.columns == 40)
    #expect(picture.luma == Array(expected[..<960]))
    #expect(picture.rgb == Array(expected[960...]))
    let film = try Film.open(bytes: fixture("color.jpg"))
    #expect(PreprocessProfile.hfCard.gray8(from: film.image, size: 40)?.count == 1600)
    #expect(film.image.values == picture.luma.map { Float($0) })
    let made = (0..<960).map { i in
      let red = 9797 * Int(expected[960 + 3 * i])
      let green = 19234 * Int(expected[961 + 3 * i])
      let blue = 3737 * Int(expected[962 + 3 * i])
      return (red + green + blue) >> 15
    }
    #expect(zip(made, picture.luma).contains { abs($0 - Int($1)) > 3 })
  }

  @Test("a progressive gray file is one gray plane") func progressive() throws {
    let film = try Film.open(bytes: fixture("gray.jpg"))
    #expect(film.format == .jpeg && film.frame.samplesPerPixel == 1)
    for (x, y) in [(0, 0), (39, 0), (20, 12), (39, 23)] {
      #expect(abs(Int(film.frame.values[y * 40 + x]) - (x * 3 + y * 5)) <= 3)
    }
  }

  @Test("a request to turn the picture is followed and told; the stored frame stays") func orientation()
    throws
  {
    let film = try Film.open(bytes: fixture("turned.jpg"))
    #expect(film.metadata.exifOrientation == 6)
    #expect(film.frame.rows == 24 && film.frame.columns == 40)
    #expect(film.image.rows == 40 && film.image.columns == 24)
    #expect(film.image.orientation.steps == [.turned(degrees: 90, .exif)])
    #expect(film.image.orientation.edges == nil)
    #expect(try Film.open(bytes: fixture("gray.jpg")).metadata.exifOrientation == nil)
  }

  @Test("12-bit and lossless files are refused as what they are") func otherProcesses() throws {
    var deep = try fixture("color.jpg"), lossless = deep
    let frame = try #require((0..<deep.count - 1).first { deep[$0] == 0xFF && deep[$0 + 1] == 0xC0 })
    deep[frame + 4] = 12
    lossless[frame + 1] = 0xC3
    for file in [deep, lossless] {
      let error = #expect(throws: ImagingError.self) { try JPEGImage(decoding: file) }
      if case .unsupported(.jpeg, _) = error { continue }
      Issue.record("\(String(describing: error))")
    }
  }

  @Test("65,500 x 65,500 pixels are refused by the header") func bomb() throws {
    var file = try fixture("gray.jpg")
    let frame = try #require((0..<file.count - 1).first { file[$0] == 0xFF && file[$0 + 1] == 0xC2 })
    file.replaceSubrange(frame + 5..<frame + 9, with: [0xFF, 0xDC, 0xFF, 0xDC])
    #expect(throws: ImagingError.tooManyPixels(columns: 65500, rows: 65500, limit: 64_000_000)) {
      try JPEGImage(decoding: file)
    }
  }

  @Test("a progressive file with more scans than allowed is refused") func scans() throws {
    var limits = DecodeLimits.standard
    limits.jpegScans = 2
    #expect(throws: ImagingError.damaged(.jpeg, reason: "more than 2 scans")) {
      try JPEGImage(decoding: fixture("gray.jpg"), limits: limits)
    }
  }

  @Test(
    "a file that stops anywhere is refused: no half of a film is shown", arguments: ["color.jpg", "gray.jpg"])
  func truncated(name: String) throws {
    let file = try fixture(name)
    for length in 0..<file.count {
      #expect(throws: ImagingError.self) { try JPEGImage(decoding: Array(file[..<length])) }
    }
  }

  @Test("2,000 damaged files are read or refused, and nothing worse") func mutated() throws {
    var noise = Noise("JPEG mutants")
    let files = try [fixture("color.jpg"), fixture("gray.jpg"), fixture("turned.jpg")]
    var refused = 0
    for round in 0..<2000 {
      var mutant = files[round % 3]
      for _ in 0..<Int.random(in: 1...4, using: &noise) {
        mutant[Int.random(in: 2..<mutant.count, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
      }
      do { _ = try Film.open(bytes: mutant) } catch { refused += 1 }
    }
    #expect((1..<2000).contains(refused))
  }
}
