/// The strict reader of a weight file: every tensor that is asked for is there, and no other.

/// Hands out a file's tensors by name and shape, and reports at its end everything that did not fit.
///
/// Rules that are applied without being asked for, because they lose nothing:
/// - F16 and BF16 are widened to float32.
/// - *Pointwise rule*: a linear weight `[out, in]` and a 1x1 convolution `[out, in, 1, 1]` stand for one another.
/// - *Prefix rule*: a wrapper's prefix (`module.`, `model.`, `_orig_mod.`, `ema_model.`) that all names share is dropped.
package struct WeightReader: WeightSource, ~Copyable {
  private let file: SafetensorsFile
  private let panels: PanelFile?
  private let storage: WeightStorage
  private let prefix: String
  private var remaining: Set<String>
  private var mismatch = WeightMismatch()

  private static let wrappers = ["module.", "model.", "_orig_mod.", "ema_model."]

  /// - Parameter panels: where products may be found packed; those that are not are noted there.
  package init(_ file: SafetensorsFile, panels: PanelFile? = nil) {
    (self.file, self.panels) = (file, panels)
    storage = WeightStorage()
    let names = file.entries.map(\.name)
    prefix = Self.sharedPrefix(names)
    remaining = Set(names)
  }

  /// The wrappers that every name starts with, outermost first.
  private static func sharedPrefix(_ names: [String]) -> String {
    var prefix = ""
    while let wrapper = wrappers.first(where: { wrapper in
      !names.isEmpty && names.allSatisfy { $0.hasPrefix(prefix + wrapper) }
    }) {
      prefix += wrapper
    }
    return prefix
  }

  /// The tensor `name` as float32. A missing or misshapen one is noted for `finish()`, and zeros stand in.
  /// - Throws: `WeightError.dtype`, `.notFinite`, or `.malformed` when the file was changed meanwhile.
  package mutating func take(_ name: String, _ shape: [Int]) throws(WeightError) -> Tensor {
    let tensor = Tensor(storage.zeros(shape.reduce(1, *)), shape)
    guard let entry = try claim(name, shape) else { return tensor }
    file.widen(entry, into: tensor.base)
    try require(tensor, name)
    return tensor
  }

  /// - Throws: as `take`, after `use` if the file was changed during it.
  package mutating func lend<Result>(
    _ name: String, _ shape: [Int], _ use: (Tensor, Halves?) -> Result
  ) throws(WeightError) -> Result {
    let entry = try claim(name, shape)
    if let entry, let inPlace = file.floatsInPlace(entry) {
      defer { file.forget(entry) }
      let tensor = Tensor(inPlace, shape)
      try require(tensor, name)
      let result = use(tensor, nil)
      try file.requireUnchanged()
      return result
    }
    let copy = OwnedTensor(shape)
    if let entry { file.widen(entry, into: copy.tensor.base) } else { copy.tensor.fill(0) }
    try require(copy.tensor, name)
    let result = use(copy.tensor, entry.flatMap(file.halvesInPlace))
    try file.requireUnchanged()
    return result
  }

  /// A product that was packed before takes its weight and bias off the list of unread ones; their shapes are checked, their
  /// numbers were when they were packed.
  package mutating func packed<Product: PackedProduct>(
    _ name: String, _ shape: [Int], _ pack: (inout Self) throws(WeightError) -> Product
  ) throws(WeightError) -> Product {
    if let found: Product = panels?.product(name, from: shape.dropFirst().reduce(1, *), to: shape[0]) {
      _ = try (claim("\(name).weight", shape), claim("\(name).bias", [shape[0]]))
      return found
    }
    let product = try pack(&self)
    panels?.keep(name, product)
    return product
  }

  private func require(_ tensor: Tensor, _ name: String) throws(WeightError) {
    let isFinite = tensor.isFinite
    try file.requireUnchanged()
    guard isFinite else { throw .notFinite(name: name) }
  }

  /// A batch norm's counter: it has to be there as one I64, and is not read further.
  /// - Throws: `WeightError.dtype`.
  package mutating func takeCounter(_ name: String) throws(WeightError) {
    guard let entry = claim(name) else { return }
    guard entry.type == .int64 else { throw .dtype(name: name, found: entry.type.rawValue) }
    if entry.count != 1 {
      mismatch.misshapen.append(.init(name: name, expected: [], found: entry.shape))
    }
  }

  /// Ends the reading; the storage holds what the tensors point into.
  /// - Parameter ignoringUnexpected: for a part of a model that is taken out of the file of a whole one.
  /// - Throws: `WeightError.missing`, `.unexpected`, `.shape`, or `.mismatch` where several apply.
  package consuming func finish(ignoringUnexpected: Bool = false) throws(WeightError) -> WeightStorage {
    for entry in file.entries where remaining.contains(entry.name) && !ignoringUnexpected {
      mismatch.unexpected.append(String(entry.name.dropFirst(prefix.count)))
    }
    if let error = mismatch.error { throw error }
    return storage
  }

  /// The entry called `name` if it has numbers of that shape; what is wrong with it is noted.
  private mutating func claim(_ name: String, _ shape: [Int]) throws(WeightError) -> SafetensorsEntry? {
    guard let entry = claim(name) else { return nil }
    guard Self.fits(entry.shape, shape) else {
      mismatch.misshapen.append(.init(name: name, expected: shape, found: entry.shape))
      return nil
    }
    guard entry.type.fitsFloat32 else { throw .dtype(name: name, found: entry.type.rawValue) }
    return entry
  }

  /// The entry called `name`, taken off the list of unread ones; a missing one is noted.
  private mutating func claim(_ name: String) -> SafetensorsEntry? {
    guard let entry = file.entry(prefix + name), remaining.remove(entry.name) != nil else {
      mismatch.missing.append(name)
      return nil
    }
    return entry
  }

  /// Equal shapes, or the pointwise rule.
  package static func fits(_ found: [Int], _ expected: [Int]) -> Bool {
    if found == expected { return true }
    let (short, long) = found.count < expected.count ? (found, expected) : (expected, found)
    return short.count == 2 && long == short + [1, 1]
  }
}

extension Tensor {
  /// Whether no element is infinite or NaN.
  package var isFinite: Bool {
    let count = count
    // A float is finite unless all bits of its exponent are set; an OR over lanes vectorises where a Bool does not.
    var worst: UInt32 = 0
    for i in 0..<count { worst = max(worst, base[i].bitPattern & 0x7FFF_FFFF) }
    return worst < 0x7F80_0000
  }
}
