/// Weight files: what is read, and what is refused without a trap.

import Foundation
import Testing

import Neural

private let six: [Float] = [0.5, -1, 2, 0, 0x1p-130, 65504]
private let sound = #"{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#

private func bytes(_ values: [Float]) -> [UInt8] {
  values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
}

/// Opens bytes as a file.
private func open(_ bytes: [UInt8]) throws -> SafetensorsFile {
  try withTemporaryFolder { folder in
    let path = folder + "/x.safetensors"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try SafetensorsFile(path: path)
  }
}

/// Why bytes are refused, or nil.
private func refusal(_ bytes: [UInt8]) throws -> String? {
  do {
    _ = try open(bytes)
    return nil
  } catch WeightError.malformed(_, let reason) {
    return reason
  }
}

@Suite("Safetensors files")
struct SafetensorsFileTests {
  @Test("a sound file gives its tensors, remarks and shapes")
  func sound_file() throws {
    let header =
      #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}   "#
    let file = try open(safetensorsBytes(header, data: bytes(six)))
    #expect(file.metadata == ["format": "pt"])
    #expect(file.entry("a")?.shape == [2, 3])
    #expect(try file.floats("a") == six)
  }

  @Test("names keep their escapes, accents and order; a name is never a path")
  func names() throws {
    let header =
      #"{"z\"\\\/\n\u00e9\ud83e\udec1":{"dtype":"U8","shape":[1],"data_offsets":[1,2]},"#
      + #""../../a":{"shape":[],"data_offsets":[0,1],"dtype":"U8"}}"#
    let file = try open(safetensorsBytes(header, data: [7, 9]))
    #expect(file.entries.map(\.name) == ["z\"\\/\n\u{e9}\u{1FAC1}", "../../a"])
    #expect(try file.integers("../../a") == [7])
  }

  @Test("F16 and BF16 widen exactly, at odd offsets too")
  func widening() throws {
    let header =
      #"{"o":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"h":{"dtype":"F16","shape":[2],"data_offsets":[1,5]},"#
      + #""b":{"dtype":"BF16","shape":[1],"data_offsets":[5,7]},"f":{"dtype":"F32","shape":[6],"data_offsets":[7,31]}}"#
    let half = [Float16(-0.333), Float16(1e-7)]
    let halves = half.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    let file = try open(safetensorsBytes(header, data: [0] + halves + [0x80, 0xBF] + bytes(six)))
    #expect(try file.floats("h") == half.map(Float.init))
    #expect(try file.floats("b") == [-1])
    #expect(try file.floats("f") == six)
  }

  @Test("every half there is widens to its own number")
  func everyHalf() throws {
    let all = (0...UInt16.max).map { Float16(bitPattern: $0) }
    let data = all.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    let header = #"{"h":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    let found = try open(safetensorsBytes(header, data: data)).floats("h")
    let wrong = zip(found, all).count { found, half in
      half.isNaN ? !found.isNaN : found.bitPattern != Float(half).bitPattern
    }
    #expect(found.count == 65536 && wrong == 0)
  }

  @Test(
    "a header that breaks a rule is refused with its reason",
    arguments: [
      (#"[]"#, "object"), (#" {}"#, "object"), (#"{} {}"#, "follows"), (#"{"a":1}"#, "missing"),
      (#"{'a':{}}"#, "missing"), (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},}"#, "missing"),
      (#"{"a":{"dtype":"F32","shape":[0]}}"#, "lacks"),
      (#"{"a":{"dtype":"f32","shape":[0]}}"#, "unknown dtype"),
      (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,0]}}"#, "whole number"),
      (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, "whole number"),
      (#"{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}"#, "whole number"),
      (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, "whole number"),
      (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, "too large"),
      (#"{"a":{"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}"#, "too large"),
      (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "needs 8 bytes"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,0]}}"#, "begin and an end"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0]}}"#, "begin and an end"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0,0]}}"#, "longer than 2"),
      (#"{"a":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, "repeated field"),
      (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"x":1}}"#, "unknown or repeated"),
      (#"{"__metadata__":{"x":1}}"#, "missing"), (#"{"__metadata__":{"x":"1","x":"1"}}"#, "twice"),
      (#"{"__metadata__":{},"__metadata__":{}}"#, "twice"), ("{\"a\u{1}\":1}", "control character"),
      (#"{"\ud800":1}"#, "surrogate"), (#"{"\x":1}"#, "escape"), (#"{"a"#, "no end"),
    ])
  func broken_header(_ header: String, _ words: String) throws {
    let reason = try #require(try refusal(safetensorsBytes(header)))
    #expect(reason.contains(words), "\(reason)")
  }

  @Test("the same name twice is refused, even with the same value")
  func duplicate() throws {
    let entry = #""a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}"#
    let reason = try refusal(safetensorsBytes("{\(entry),\(entry)}", data: bytes(six)))
    #expect(reason == "\"a\" is listed twice")
  }

  @Test(
    "tensors cover the data without gap, overlap or rest",
    arguments: [((0, 4), (0, 4)), ((0, 4), (8, 12)), ((4, 8), (8, 12)), ((0, 4), (4, 8)), ((0, 8), (4, 12))])
  func coverage(_ a: (Int, Int), _ b: (Int, Int)) throws {
    func entry(_ r: (Int, Int)) -> String {
      #"{"dtype":"U8","shape":[\#(r.1 - r.0)],"data_offsets":[\#(r.0),\#(r.1)]}"#
    }
    let header = #"{"a":\#(entry(a)),"b":\#(entry(b))}"#
    #expect(try refusal(safetensorsBytes(header, data: [UInt8](repeating: 0, count: 12))) != nil)
  }

  @Test(
    "a header length outside the file or its bounds is refused",
    arguments: [0, 1, 58, 100_000_001, 1 << 31, 1 << 63, UInt64.max, UInt64.max - 7])
  func header_length(_ length: UInt64) throws {
    #expect(try refusal(safetensorsBytes(sound, length: length)) != nil)
  }

  @Test("a Git LFS pointer is called by its name")
  func lfs() throws {
    let pointer = Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n".utf8)
    #expect(try refusal(pointer)?.contains("Git LFS") == true)
  }

  @Test("text that is not UTF-8 is refused")
  func utf8() throws {
    let header: [UInt8] = [0x7B, 0x22, 0xC0, 0x80, 0x22, 0x3A, 0x31, 0x7D]
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
    #expect(try refusal(length + header) == "the header is not valid UTF-8")
  }

  @Test("a file cut at any byte is refused, never read past its end")
  func truncation() throws {
    let whole = safetensorsBytes(sound, data: bytes(six))
    for end in whole.indices { #expect(try refusal(Array(whole[..<end])) != nil, "cut at \(end)") }
  }

  @Test("2,000 random mutations are read or refused, never a trap")
  func mutations() throws {
    try withTemporaryFolder { folder in try mutate(2_000, path: folder + "/m") }
  }

  private func mutate(_ times: Int, path: String) throws {
    var random = SplitMix64(seed: 7)
    let whole = safetensorsBytes(sound, data: bytes(six))
    let tokens: [UInt8] = Array(#"{}[]:,"\0123456789eE+-.u "#.utf8) + [0, 0xFF, 0xC0]
    for _ in 0..<times {
      var mutant = whole
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: mutant.indices, using: &random)
        switch Int.random(in: 0...2, using: &random) {
        case 0: mutant[place] = tokens[Int.random(in: tokens.indices, using: &random)]
        case 1: mutant.insert(tokens[Int.random(in: tokens.indices, using: &random)], at: place)
        default: mutant.remove(at: place)
        }
      }
      try Data(mutant).write(to: URL(fileURLWithPath: path))
      if let file = try? SafetensorsFile(path: path), let entry = file.entries.first, entry.type == .float32 {
        #expect(try file.floats(entry.name).count == entry.count)
      }
    }
  }

  @Test("a folder, a pipe and a missing file are unreadable, and opening a pipe does not wait")
  func special_files() throws {
    try withTemporaryFolder { folder in
      let pipe = folder + "/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [folder, pipe, folder + "/absent", "/dev/zero"] {
        #expect(throws: WeightError.self) { try SafetensorsFile(path: path) }
      }
    }
  }
}

@Suite("Safetensors writing")
struct SafetensorsWriterTests {
  @Test("what is written is read back, aligned so that F32 needs no copy")
  func round_trip() throws {
    try withTemporaryFolder { folder in
      var writer = SafetensorsWriter(metadata: ["note": "a \"b\"\n\u{1}"])
      writer.add("half", [3], six[0..<3], as: .float16)
      writer.add("whole \u{1F4A1}", [3, 2], six)
      writer.add("count", [], integers: [-5])
      let path = folder + "/w.safetensors"
      try writer.write(to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.metadata == ["note": "a \"b\"\n\u{1}"])
      #expect(try file.floats("whole \u{1F4A1}") == six)
      #expect(try file.floats("half") == Array(six[0..<3]))
      #expect(try file.integers("count") == [-5])
      let whole = try #require(file.entry("whole \u{1F4A1}"))
      #expect(file.floatsInPlace(whole) != nil)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["w.safetensors"])
    }
  }

  @Test("a write that fails leaves the old file and no draft")
  func failed_write() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/taken"
      try FileManager.default.createDirectory(atPath: path + "/inside", withIntermediateDirectories: true)
      #expect(throws: WeightError.self) { try SafetensorsWriter().write(to: path) }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
    }
  }
}
