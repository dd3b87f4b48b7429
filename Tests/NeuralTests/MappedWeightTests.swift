/// Weights that are read out of a mapped file, also while somebody else changes it.

import Foundation
import Glibc
import Testing

import Neural

/// A tensor of several pages, so that a part of it can be cut off.
private let many = (0..<16_384).map(Float.init)

@Suite("Weights in a mapped file")
struct MappedWeightTests {
  /// A file with the tensor `many` as "w", and its path.
  private func withFile(
    as precision: SafetensorsWriter.Precision = .float32, _ body: (SafetensorsFile, String) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      var writer = SafetensorsWriter()
      writer.add("w", [many.count], many, as: precision)
      try writer.write(to: folder + "/w.safetensors")
      try body(SafetensorsFile(path: folder + "/w.safetensors"), folder + "/w.safetensors")
    }
  }

  @Test("float32 numbers are lent where they lie, half ones as a copy")
  func lent_in_place() throws {
    for precision in [SafetensorsWriter.Precision.float32, .float16] {
      try withFile(as: precision) { file, _ in
        let place = try file.floatsInPlace(#require(file.entry("w")))
        var reader = WeightReader(file)
        try reader.lend("w", [many.count]) { tensor, _ in
          #expect((tensor.base == place) == (precision == .float32))
          #expect(tensor.values.prefix(2_048) == many.prefix(2_048))
        }
        _ = try reader.finish()
      }
    }
  }

  @Test("what a model keeps stays as it was when the file is written over")
  func kept_copies() throws {
    try withFile { file, path in
      var reader = WeightReader(file)
      let tensor = try reader.take("w", [many.count])
      let storage = try reader.finish()
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.write(contentsOf: Data(count: 65_536))
      withExtendedLifetime(storage) { #expect(tensor.values == many) }
    }
  }

  @Test(
    "a file that is cut before or while it is read is an error, not the end",
    arguments: [100, 30_000, 65_000])
  func cut(_ length: Int) throws {
    try withFile { file, path in
      var early = WeightReader(file)
      var late = WeightReader(file)
      #expect(throws: WeightError.malformed(file: path, reason: "it changed while it was read")) {
        try late.lend("w", [many.count]) { tensor, _ in
          truncate(path, off_t(length))
          return tensor.values.count
        }
      }
      #expect(throws: WeightError.malformed(file: path, reason: "it changed while it was read")) {
        try early.take("w", [many.count])
      }
      #expect(throws: WeightError.self) { try file.floats("w") }
    }
  }
}
