/// Packed weights that are kept in a file: the same network, or none.

import Foundation
import Testing

import Neural

@Suite("Packed weights in a file")
struct PanelFileTests {
  private static let name = "convnextv2_micro.csra"

  /// A weight file of the micro network and a place for its panels.
  private struct Desk {
    let folder: String
    let name: String
    var weights: String { folder + "/weights.safetensors" }
    var panels: String { folder + "/panels.safetensors" }
    var key: PanelFile.Key { PanelFile.Key(weights: "w", architecture: name) }

    init(
      _ folder: String, _ name: String = PanelFileTests.name,
      _ stored: SafetensorsWriter.Precision = .float32
    ) throws {
      (self.folder, self.name) = (folder, name)
      var recorder = SeededRecorder(stored: stored)
      _ = try ModelRegistry.make(name, labels: 3, &recorder)
      try recorder.writer.write(to: weights)
    }

    func file(_ key: PanelFile.Key? = nil) -> PanelFile {
      PanelFile(panels, key ?? self.key, checksum: sum)
    }

    func load(_ panels: PanelFile?, _ precision: Precision = .float32) throws -> Loaded<any FindingNetwork> {
      try Neural.load(SafetensorsFile(path: weights), panels: panels) { weights throws(WeightError) in
        try ModelRegistry.make(name, labels: 3, precision: precision, &weights)
      }
    }

    /// The panels, packed and written.
    func keep() throws {
      let file = file()
      _ = try load(file)
      try file.write()
    }
  }

  private struct SeededRecorder: WeightSource {
    let stored: SafetensorsWriter.Precision
    private let seeded = SeededWeights(seed: 3)
    var writer = SafetensorsWriter()

    mutating func take(_ name: String, _ shape: [Int]) -> Tensor {
      let tensor = seeded.take(name, shape)
      writer.add(name, shape, UnsafeBufferPointer(start: tensor.base, count: tensor.count), as: stored)
      return tensor
    }

    init(stored: SafetensorsWriter.Precision) { self.stored = stored }

    mutating func takeCounter(_ name: String) { writer.add(name, [], integers: [1]) }
  }

  /// Every bit counts, and its place.
  private static func sum(_ pieces: [UnsafeRawBufferPointer]) -> String {
    "\(pieces.joined().reduce(UInt64(1)) { $0 &* 31 &+ UInt64($1) })"
  }

  private func logits(_ network: Loaded<any FindingNetwork>) throws -> [Float] {
    let ws = Workspace()
    let input = Numbers(seed: 5).tensor([1, 64, 64, 3], ws)
    return try network.model.read(input, ws, .one).logits
  }

  @Test(
    "a network that is found packed gives the bits of one that is packed, and 16 bits those of 32",
    arguments: ["convnextv2_micro.csra", "convnext_micro.csra"],
    [SafetensorsWriter.Precision.float32, .float16])
  func same_bits(_ name: String, _ stored: SafetensorsWriter.Precision) throws {
    try withTemporaryFolder { folder in
      let full = try logits(Desk(folder, name).load(nil))
      let desk = try Desk(folder, name, stored)
      let plain = try logits(desk.load(nil))
      #expect(plain == full)
      let empty = desk.file()
      #expect(!empty.isFound)
      #expect(try logits(desk.load(empty)) == plain)
      #expect(empty.isNew)
      try empty.write()
      #expect(!empty.isNew)
      let found = desk.file()
      #expect(found.isFound)
      #expect(try logits(desk.load(found)) == plain)
      #expect(!found.isNew)
      let attributes = try FileManager.default.attributesOfItem(atPath: desk.panels)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
  }

  @Test("bytes are kept too, apart from float32, and give the bits of those that are packed")
  func bytes() throws {
    try withTemporaryFolder { folder in
      let desk = try Desk(folder)
      let key = PanelFile.Key(weights: "w", architecture: Self.name, precision: .eightBits)
      let plain = try logits(desk.load(nil, .eightBits))
      let empty = desk.file(key)
      #expect(try logits(desk.load(empty, .eightBits)) == plain)
      try empty.write()
      let found = desk.file(key)
      #expect(found.isFound && !desk.file().isFound)
      #expect(try logits(desk.load(found, .eightBits)) == plain)
      #expect(!found.isNew)
    }
  }

  @Test("of other weights, another architecture, other kernels or another precision it is none")
  func other_keys() throws {
    try withTemporaryFolder { folder in
      let desk = try Desk(folder)
      try desk.keep()
      let other = try #require(KernelSet.allCases.first { $0 != .best })
      for key in [
        PanelFile.Key(weights: "v", architecture: Self.name),
        PanelFile.Key(weights: "w", architecture: "convnextv2_micro.standard"),
        PanelFile.Key(weights: "w", architecture: Self.name, set: other),
        PanelFile.Key(weights: "w", architecture: Self.name, precision: .eightBits),
      ] {
        #expect(!desk.file(key).isFound)
      }
      #expect(desk.file().isFound)
    }
  }

  @Test("damaged anywhere it is none, and the network is packed again")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let desk = try Desk(folder)
      try desk.keep()
      let whole = try Data(contentsOf: URL(filePath: desk.panels))
      let plain = try logits(desk.load(nil))
      for place in [3, 40, 4_200, whole.count / 2, whole.count - 1] {
        var bytes = whole
        bytes[place] ^= 4
        try bytes.write(to: URL(filePath: desk.panels))
        #expect(try logits(desk.load(desk.file())) == plain, "byte \(place)")
      }
      for length in [0, 7, 4_000, whole.count - 4] {
        try whole.prefix(length).write(to: URL(filePath: desk.panels))
        #expect(!desk.file().isFound, "\(length) bytes")
      }
    }
  }

  @Test("one that is written over while its network is in use says so")
  func changed() throws {
    try withTemporaryFolder { folder in
      let desk = try Desk(folder)
      try desk.keep()
      let found = desk.file()
      try found.requireUnchanged()
      let handle = try #require(FileHandle(forWritingAtPath: desk.panels))
      try handle.seek(toOffset: 5_000)
      try handle.write(contentsOf: Data(count: 8))
      #expect(throws: WeightError.malformed(file: desk.panels, reason: "it changed while it was read")) {
        try found.requireUnchanged()
      }
    }
  }

  @Test("a weight file that lacks a packed tensor is refused all the same")
  func strict() throws {
    try withTemporaryFolder { folder in
      let desk = try Desk(folder)
      try desk.keep()
      try SafetensorsWriter().write(to: desk.weights)
      #expect {
        try desk.load(desk.file())
      } throws: {
        guard case WeightError.missing(let names) = $0 else { return false }
        return names.contains("backbone.stages.0.blocks.0.mlp.fc1.weight")
      }
    }
  }
}
