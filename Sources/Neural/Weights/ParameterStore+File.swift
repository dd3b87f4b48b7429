/// A store's way to a safetensors file and back, under the names of the state dict.

/// Which tensors of a file a store is filled from.
package enum LoadScope: Equatable, Sendable {
  /// All of them, strictly; a region guide, which no file of a network has, keeps its values.
  case everything
  /// Those of `backbone.`, without its final norm `backbone.head.norm`: what the published second training stage takes
  /// from the first (github.com/hieuphamha19/CXR_LT). The rest of the store keeps its values, the rest of the file is ignored.
  case backbone

  func holds(_ name: String) -> Bool {
    if name.hasPrefix(RegionGuide.prefix) { return false }
    return self == .everything || name.hasPrefix("backbone.") && !name.hasPrefix("backbone.head.")
  }
}

extension ParameterStore {
  /// Fills the store from a file.
  /// - Throws: `WeightError`; the store may then be filled in part.
  package func load(_ file: SafetensorsFile, _ scope: LoadScope = .everything) throws(WeightError) {
    var reader = WeightReader(file)
    for entry in layout.entries where scope.holds(entry.name) {
      try reader.lend(entry.name, entry.shape) { found, _ in
        for (i, place) in entry.range.enumerated() { values[place] = found.base[i] }
      }
    }
    if scope == .everything {
      for name in layout.counters { try reader.takeCounter(name) }
      _ = try reader.finish()
      for (i, name) in layout.counters.enumerated() {
        counters[i] = try file.integers(name).first ?? 0
      }
    } else {
      _ = try reader.finish(ignoringUnexpected: true)
    }
  }

  /// Adds every tensor and counter to a file that is being written.
  /// - Parameter guide: whether a region guide is written too; the file of a network has none.
  package func add(
    to writer: inout SafetensorsWriter, prefix: String = "",
    as precision: SafetensorsWriter.Precision = .float32, guide: Bool = false
  ) {
    for entry in layout.entries where guide || !entry.name.hasPrefix(RegionGuide.prefix) {
      writer.add(prefix + entry.name, entry.shape, elements(entry), as: precision)
    }
    for (name, count) in zip(layout.counters, counters) {
      writer.add(prefix + name, [], integers: [count])
    }
  }
}

extension ParameterStore {
  /// Fills the store from the tensors whose names begin with `prefix`; others are ignored.
  /// - Throws: `WeightError`; the store may then be filled in part.
  package func load(_ file: SafetensorsFile, prefix: String) throws(WeightError) {
    var reader = WeightReader(file)
    for entry in layout.entries {
      try reader.lend(prefix + entry.name, entry.shape) { found, _ in
        for (i, place) in entry.range.enumerated() { values[place] = found.base[i] }
      }
    }
    for name in layout.counters { try reader.takeCounter(prefix + name) }
    _ = try reader.finish(ignoringUnexpected: true)
    for (i, name) in layout.counters.enumerated() {
      counters[i] = try file.integers(prefix + name).first ?? 0
    }
  }
}
