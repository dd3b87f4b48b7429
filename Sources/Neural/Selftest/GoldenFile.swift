/// A golden file under examination: compares tensors by name and collects the outcome.

/// Tolerances are a fraction of the largest expected value, which is what float32 arithmetic in another order costs.
struct GoldenFile {
  let file: SafetensorsFile
  let name: String
  private(set) var checks: [GoldenCheck] = []

  init(_ file: SafetensorsFile, name: String) { (self.file, self.name) = (file, name) }

  func has(_ tensor: String) -> Bool { file.entry(tensor) != nil }
  func shape(_ tensor: String) -> [Int] { file.entry(tensor)?.shape ?? [] }

  /// Compares `found` with the tensor of that name, if the file has it.
  mutating func compare(_ tensor: String, _ found: [Double], relative: Double = 2e-5) throws(WeightError) {
    guard has(tensor) else { return }
    let expected = try file.doubles(tensor)
    let scale = expected.reduce(0) { max($0, abs($1)) }
    checks.append(
      GoldenCheck(
        file: name, tensor: tensor, error: GoldenCheck.distance(found, expected),
        tolerance: relative * max(scale, 1e-3)))
  }

  mutating func compare(_ tensor: String, _ found: [Float], relative: Double = 2e-5) throws(WeightError) {
    try compare(tensor, found.map(Double.init), relative: relative)
  }
}
