/// The weights of a product as its kernel reads them: cut into panels, a few columns side by side.

internal import CKernels

/// Float32 panels hold the scale and the gain that were folded in; those of 16 bits are the file's own numbers, and have them
/// beside them.
final class Panels {
  let inputs: Int
  let outputs: Int
  let set: KernelSet
  /// `float32`, `float16` or `bfloat16`.
  let type: ElementType
  let weights: UnsafeMutableRawPointer
  /// As many numbers as the panels have columns.
  let bias: UnsafeMutablePointer<Float>
  /// What multiplies the columns of x; ones, where panels of 16 bits have nothing folded in.
  let scale: UnsafeMutablePointer<Float>?
  /// What multiplies the columns of the product, as many as the panels have; nil where it is in the panels, or nothing is.
  let gain: UnsafeMutablePointer<Float>?
  /// Whose memory all of it is; nil for its own.
  private let owner: SafetensorsFile?

  /// Packs a weight [out, in], `halves` in its place where they are given; as `PackedLinear`.
  init(
    _ weight: Tensor, _ halves: Halves?, bias: Tensor, scale: Tensor?, shift: Tensor?, gain: Tensor?,
    _ set: KernelSet, _ threads: Threads
  ) {
    (inputs, outputs) = (weight.columns, weight.rows)
    (self.set, type, owner) = (set, halves?.type ?? .float32, nil)
    let count = Self.count(outputs, inputs, set)
    weights = UnsafeMutableRawPointer(FloatMemory.allocate(count * type.size / 4))
    let width = Self.count(outputs, 1, set)
    self.bias = FloatMemory.allocate(width)
    self.scale = halves == nil ? nil : FloatMemory.allocate(inputs)
    self.gain = halves == nil || gain == nil ? nil : FloatMemory.allocate(width)
    setBias(bias, shift, gain, weight)
    if let halves, let own = self.scale {
      for i in 0..<inputs { own[i] = scale?.base[i] ?? 1 }
      if let gain, let own = self.gain { for i in 0..<width { own[i] = i < outputs ? gain.base[i] : 0 } }
      pack(halves, threads)
    } else {
      pack(weight, scale, gain, threads)
    }
  }

  private func setBias(_ bias: Tensor, _ shift: Tensor?, _ gain: Tensor?, _ weight: Tensor) {
    self.bias.initialize(repeating: 0, count: Self.count(outputs, 1, set))
    let row = Tensor(self.bias, [1, outputs])
    row.copy(from: bias)
    if let shift { multiply(shift.reshaped([1, inputs]), transposed: weight, beta: 1, into: row) }
    if let gain { gain.scaleRows(of: row, into: row) }
  }

  private func pack(_ weight: Tensor, _ scale: Tensor?, _ gain: Tensor?, _ threads: Threads) {
    threads.parallel(count) { [self] panel in
      hk_pack(
        set.rawValue, weight.base, scale?.base, gain?.base, outputs, inputs,
        weights.assumingMemoryBound(to: Float.self), panel, panel + 1)
    }
  }

  private func pack(_ halves: Halves, _ threads: Threads) {
    threads.parallel(count) { [self] panel in
      hk_pack_halves(
        set.rawValue, halves.base, outputs, inputs, weights.assumingMemoryBound(to: UInt16.self), panel,
        panel + 1)
    }
  }

  /// Those that a file holds under `name`; nil where it has none of that shape for the best set.
  init?(_ file: SafetensorsFile, _ name: String, from inputs: Int, to outputs: Int) {
    guard let panels = file.entry("\(name).panels"), let bias = file.entry("\(name).bias"),
      panels.type.fitsFloat32, panels.count == Self.count(outputs, inputs, .best),
      bias.count == Self.count(outputs, 1, .best), let biasFloats = file.floatsInPlace(bias),
      let weights = file.bytes(of: panels).baseAddress
    else { return nil }
    let (scale, gain) = (file.entry("\(name).scale"), file.entry("\(name).gain"))
    guard (scale?.count ?? inputs) == inputs, (scale == nil) == (panels.type == .float32),
      (gain?.count ?? bias.count) == bias.count, gain == nil || scale != nil
    else { return nil }
    (self.inputs, self.outputs, set, type, owner) = (inputs, outputs, .best, panels.type, file)
    self.weights = UnsafeMutableRawPointer(mutating: weights)
    self.bias = biasFloats
    self.scale = scale.flatMap(file.floatsInPlace)
    self.gain = gain.flatMap(file.floatsInPlace)
  }

  deinit {
    guard owner == nil else { return }
    weights.deallocate()
    bias.deallocate()
    scale?.deallocate()
    gain?.deallocate()
  }

  /// What a file needs to hold of them, by the end of its name.
  var parts: [PackedPart] {
    let (count, width) = (Self.count(outputs, inputs, set), Self.count(outputs, 1, set))
    var parts: [PackedPart] = [
      ("panels", type, UnsafeRawBufferPointer(start: weights, count: count * type.size))
    ]
    for (name, floats, count) in [("bias", bias, width), ("scale", scale, inputs), ("gain", gain, width)] {
      if let floats {
        parts.append((name, .float32, UnsafeRawBufferPointer(start: floats, count: 4 * count)))
      }
    }
    return parts
  }

  /// How many there are.
  var count: Int { (outputs + hk_panel(set.rawValue) - 1) / hk_panel(set.rawValue) }

  /// How many numbers a weight [out, in] is packed into; with one input, the bias.
  private static func count(_ outputs: Int, _ inputs: Int, _ set: KernelSet) -> Int {
    hk_packed_size(set.rawValue, outputs, inputs)
  }

  /// The weights times what was folded into them: [out, in].
  func unpacked(into weight: Tensor) {
    let width = hk_panel(set.rawValue)
    let floats = type == .float32 ? weights.assumingMemoryBound(to: Float.self) : nil
    let halves = type == .float32 ? nil : Halves(weights.assumingMemoryBound(to: UInt16.self), type)
    for output in 0..<outputs {
      let start = output / width * width * inputs + output % width
      for input in 0..<inputs {
        let place = start + input * width
        weight.base[output * inputs + input] =
          (floats?[place] ?? halves?[place] ?? 0) * (scale?[input] ?? 1) * (gain?[output] ?? 1)
      }
    }
  }

  /// What the kernel calls the type.
  var kernelType: Int32 {
    switch type {
    case .float16: Int32(HK_HALF)
    case .bfloat16: Int32(HK_BFLOAT)
    default: Int32(HK_FLOAT)
    }
  }
}
