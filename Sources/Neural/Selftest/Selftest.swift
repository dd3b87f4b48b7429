/// Compares our networks, layers, losses and optimiser with golden files made by PyTorch, and says how far apart they are.

/// Knows files by their names; what each holds is described where the files are made, and nothing else is assumed of them.
package struct Selftest {
  let folder: String
  /// Seeds by model, for networks whose weights are not in the folder.
  let seeds: [String: UInt64]

  /// - Parameters:
  ///   - folder: where the golden files lie.
  ///   - seeds: by model, as the manifests of the folder say.
  package init(folder: String, seeds: [String: UInt64] = [:]) { (self.folder, self.seeds) = (folder, seeds) }

  /// The checks of one file by its name without `.safetensors`; nil if the name is not known.
  /// - Throws: `WeightError` where a file cannot be read or lacks a tensor.
  package func check(_ name: String, _ threads: Threads) throws(WeightError) -> [GoldenCheck]? {
    switch name {
    case "batchnorm_train": return try batchNorm(open(name))
    case "losses": return try losses(open(name))
    case "optimizer": return try optimizer(open(name))
    default:
      guard let golden = GoldenNetwork(name) else { return nil }
      return try network(golden, open(name), threads)
    }
  }

  func open(_ name: String) throws(WeightError) -> GoldenFile {
    GoldenFile(try SafetensorsFile(path: "\(folder)/\(name).safetensors"), name: name)
  }
}
