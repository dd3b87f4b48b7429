/// Golden files of OpenCV's linear resize against ours.

import Imaging
import Neural

/// Eight-bit pictures have to agree in every bit. Sixteen-bit ones may differ by one level and float32 ones by 2e-4: that is
/// how far OpenCV's own builds are apart.
struct ResizeGoldens {
  private let file: SafetensorsFile
  private static let name = "cv2_resize"

  init(path: String) throws { file = try SafetensorsFile(path: path) }

  func checks() throws -> [GoldenCheck] {
    var checks: [GoldenCheck] = []
    for entry in file.entries {
      if entry.name.hasPrefix("out.") { checks.append(try gray(entry)) }
      if entry.name.hasSuffix(".crc32") { checks += try large(entry.name) }
    }
    if file.entry("rgb.out") != nil { checks.append(try color()) }
    if file.entry("u16.out") != nil { checks.append(try deep()) }
    if file.entry("f32.out") != nil { checks.append(try float()) }
    return checks
  }

  private func check(_ tensor: String, _ found: [Double], _ expected: [Double], tolerance: Double = 0)
    -> GoldenCheck
  {
    GoldenCheck(
      file: Self.name, tensor: tensor, error: GoldenCheck.distance(found, expected), tolerance: tolerance)
  }

  private func sides(_ tensor: String) throws -> (rows: Int, columns: Int) {
    guard let shape = file.entry(tensor)?.shape, shape.count >= 2 else { throw WeightError.missing([tensor]) }
    return (shape[0], shape[1])
  }

  private func bytes(_ tensor: String) throws -> [UInt8] { try file.integers(tensor).map { UInt8($0) } }

  private func gray(_ entry: SafetensorsEntry) throws -> GoldenCheck {
    let source = "in." + entry.name.dropFirst("out.".count)
    let (from, to) = (try sides(source), try sides(entry.name))
    let found = Resize.linear(
      try bytes(source), rows: from.rows, columns: from.columns, toRows: to.rows, toColumns: to.columns)
    return check(entry.name, found.map(Double.init), try bytes(entry.name).map(Double.init))
  }

  private func color() throws -> GoldenCheck {
    let (from, to) = (try sides("rgb.in"), try sides("rgb.out"))
    let (source, expected) = (try bytes("rgb.in"), try bytes("rgb.out"))
    var (found, wanted): ([Double], [Double]) = ([], [])
    for channel in 0..<3 {
      let plane = stride(from: channel, to: source.count, by: 3).map { source[$0] }
      found += Resize.linear(
        plane, rows: from.rows, columns: from.columns, toRows: to.rows, toColumns: to.columns
      ).map(Double.init)
      wanted += stride(from: channel, to: expected.count, by: 3).map { Double(expected[$0]) }
    }
    return check("rgb.out", found, wanted)
  }

  private func deep() throws -> GoldenCheck {
    let (from, to) = (try sides("u16.in"), try sides("u16.out"))
    let found = Resize.linear(
      try file.integers("u16.in").map { UInt16($0) }, rows: from.rows, columns: from.columns, toRows: to.rows,
      toColumns: to.columns)
    return check(
      "u16.out", found.map(Double.init), try file.integers("u16.out").map(Double.init), tolerance: 1)
  }

  private func float() throws -> GoldenCheck {
    let (from, to) = (try sides("f32.in"), try sides("f32.out"))
    let found = Resize.linear(
      try file.floats("f32.in"), rows: from.rows, columns: from.columns, toRows: to.rows,
      toColumns: to.columns)
    return check("f32.out", found.map(Double.init), try file.doubles("f32.out"), tolerance: 2e-4)
  }

  /// `large.HxW.to.hxw.crc32`: the source is noise by name, and of the output the file holds a checksum and four rows.
  private func large(_ tensor: String) throws -> [GoldenCheck] {
    let parts = tensor.split(separator: ".")
    guard parts.count == 5, let from = Self.sides(parts[1]), let to = Self.sides(parts[3]) else {
      throw WeightError.missing([tensor])
    }
    let source = Self.noise("resize.\(parts[1])", from.rows * from.columns)
    let found = Resize.linear(
      source, rows: from.rows, columns: from.columns, toRows: to.rows, toColumns: to.columns)
    let rowsName = tensor.dropLast("crc32".count) + "rows"
    let rows = [0, 1, to.rows / 2, to.rows - 1].flatMap { row in
      found[(row * to.columns)..<((row + 1) * to.columns)].map(Double.init)
    }
    return [
      check(
        tensor, [Double(crc32(source)), Double(crc32(found))], try file.integers(tensor).map(Double.init)),
      check(String(rowsName), rows, try file.integers(String(rowsName)).map(Double.init)),
    ]
  }

  /// `HxW`
  private static func sides(_ text: Substring) -> (rows: Int, columns: Int)? {
    let numbers = text.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2, numbers.allSatisfy({ (1...20_000).contains($0) }) else { return nil }
    return (numbers[0], numbers[1])
  }

  private static func noise(_ name: String, _ count: Int) -> [UInt8] {
    var random = SplitMix64(seed: SeededWeights.hash(name))
    return (0..<count).map { _ in UInt8(random.next() >> 56) }
  }
}

/// CRC-32 as in zlib and PNG (ISO 3309, reflected polynomial EDB88320).
private func crc32(_ bytes: [UInt8]) -> UInt32 {
  let table = (UInt32(0)..<256).map { index in
    (0..<8).reduce(index) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
  return ~bytes.reduce(~UInt32(0)) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
}
