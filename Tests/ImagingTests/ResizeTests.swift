/// Bilinear resizing against pictures that OpenCV resized.

import Foundation
import Imaging
import Testing

@Suite("Resize")
struct ResizeTests {
  struct Row: Decodable {
    let name: String
    let type: String
    let `in`: [Int]?
    let out: [Int]?
    let crc: [Int]?
  }

  let rows: [Row]
  let blob: Data

  init() throws {
    let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: folder.appending(path: "resize.json")))
    blob = try Data(contentsOf: folder.appending(path: "resize.bin"))
  }

  func samples<T>(_ side: [Int], _ type: T.Type) -> [T] {
    let size = side[0] * side[1] * MemoryLayout<T>.stride
    return blob.subdata(in: side[2]..<side[2] + size).withUnsafeBytes { Array($0.bindMemory(to: T.self)) }
  }

  @Test("8-bit pictures come out as OpenCV makes them, sample for sample") func eight() throws {
    let cases = rows.filter { $0.type == "U8" }
    #expect(cases.count >= 15)
    for row in cases {
      let (from, to) = (try #require(row.in), try #require(row.out))
      let ours = Resize.linear(
        samples(from, UInt8.self), rows: from[0], columns: from[1], toRows: to[0], toColumns: to[1])
      let equal = ours == samples(to, UInt8.self)
      #expect(equal, "\(row.name)")
    }
  }

  @Test("16-bit pictures come out as OpenCV makes them, but for ties that fused arithmetic breaks")
  func sixteen() throws {
    let row = try #require(rows.first { $0.type == "U16" })
    let (from, to) = (try #require(row.in), try #require(row.out))
    let ours = Resize.linear(
      samples(from, UInt16.self), rows: from[0], columns: from[1], toRows: to[0], toColumns: to[1])
    let differences = zip(ours, samples(to, UInt16.self)).map { abs(Int($0) - Int($1)) }
    #expect(differences.count == to[0] * to[1])
    #expect(differences.allSatisfy { $0 <= 1 } && differences.reduce(0, +) <= 1)
  }

  @Test("float32 maps stay within 2e-4 of OpenCV") func float() throws {
    let row = try #require(rows.first { $0.type == "F32" })
    let (from, to) = (try #require(row.in), try #require(row.out))
    let ours = Resize.linear(
      samples(from, Float.self), rows: from[0], columns: from[1], toRows: to[0], toColumns: to[1])
    let error = zip(ours, samples(to, Float.self)).map { abs($0 - $1) }.max() ?? .infinity
    #expect(ours.count == to[0] * to[1] && error <= 2e-4)
  }

  @Test("films of full size have the checksum of OpenCV's result") func large() throws {
    let cases = rows.filter { $0.type == "CRC" }
    #expect(cases.count >= 4)
    for row in cases {
      let sides = row.name.split(separator: ".").map { $0.split(separator: "x").compactMap { Int($0) } }
      let (from, to, crc) = (sides[1], sides[3], try #require(row.crc))
      var noise = Noise("resize.\(from[0])x\(from[1])")
      let picture = noise.bytes(from[0] * from[1])
      #expect(Int(crc32(picture)) == crc[0])
      let ours = Resize.linear(picture, rows: from[0], columns: from[1], toRows: to[0], toColumns: to[1])
      #expect(Int(crc32(ours)) == crc[1], "\(row.name)")
    }
  }
}
