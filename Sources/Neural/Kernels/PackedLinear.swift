/// A linear layer for reading: its weights are cut once, at load, into the panels that the product kernel reads.

internal import CKernels

/// y = x·Wᵀ + b with what comes before folded in: a scale and a shift of x by column.
package final class PackedLinear {
  package let inputs: Int
  package let outputs: Int
  let set: KernelSet
  let panels: UnsafeMutablePointer<Float>
  /// As many numbers as the panels have columns.
  let bias: UnsafeMutablePointer<Float>
  /// Whose memory the numbers are; nil for its own.
  private let owner: SafetensorsFile?

  /// - Parameters:
  ///   - weight: [out, in]; not needed afterwards.
  ///   - scale: what each column of x is multiplied by beforehand [in].
  ///   - shift: what is then added to it [in].
  package init(
    _ weight: Tensor, bias: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, set: KernelSet = .best,
    _ threads: Threads = Threads()
  ) {
    (inputs, outputs) = (weight.columns, weight.rows)
    (self.set, owner) = (set, nil)
    panels = FloatMemory.allocate(Self.numbers(outputs, inputs, set))
    let columns = Self.numbers(outputs, 1, set)
    self.bias = FloatMemory.allocate(columns)
    self.bias.initialize(repeating: 0, count: columns)
    Tensor(self.bias, [1, outputs]).copy(from: bias)
    if let shift {
      multiply(
        shift.reshaped([1, inputs]), transposed: weight, beta: 1, into: Tensor(self.bias, [1, outputs]))
    }
    let (inputs, outputs, panels) = (inputs, outputs, panels)
    threads.parallel(panelCount) { panel in
      hk_pack(set.rawValue, weight.base, scale?.base, outputs, inputs, panels, panel, panel + 1)
    }
  }

  /// One that was packed before, in the memory of `owner`.
  init(
    inputs: Int, outputs: Int, set: KernelSet, panels: UnsafeMutablePointer<Float>,
    bias: UnsafeMutablePointer<Float>, owner: SafetensorsFile
  ) {
    (self.inputs, self.outputs, self.set) = (inputs, outputs, set)
    (self.panels, self.bias, self.owner) = (panels, bias, owner)
  }

  /// The layer `name` of a source: its weight is packed where it lies, not copied first, unless it was packed before.
  static func read(
    _ w: inout some WeightSource & ~Copyable, _ name: String, from inputs: Int, to outputs: Int,
    pointwise: Bool, scale: Tensor? = nil, shift: Tensor? = nil
  ) throws(WeightError) -> PackedLinear {
    let shape = Linear.weightShape(from: inputs, to: outputs, pointwise: pointwise)
    return try w.packed(name, shape) { w throws(WeightError) in
      let bias = try w.take("\(name).bias", [outputs])
      return try w.lend("\(name).weight", shape) {
        PackedLinear($0.reshaped([outputs, inputs]), bias: bias, scale: scale, shift: shift)
      }
    }
  }

  deinit {
    guard owner == nil else { return }
    panels.deallocate()
    bias.deallocate()
  }

  /// The packed weights, and the bias, as they lie in memory.
  var panelBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: panels, count: 4 * Self.numbers(outputs, inputs, set))
  }
  var biasBytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bias, count: 4 * Self.numbers(outputs, 1, set))
  }

  /// How many numbers a weight [out, in] is packed into; with one input, the bias.
  static func numbers(_ outputs: Int, _ inputs: Int, _ set: KernelSet = .best) -> Int {
    hk_packed_size(set.rawValue, outputs, inputs)
  }

  /// Multiply-adds of a product with so many rows.
  func multiplyAdds(_ rows: Int) -> Int { rows * inputs * outputs }

  var panelCount: Int { (outputs + hk_panel(set.rawValue) - 1) / hk_panel(set.rawValue) }

  /// The weights times what was folded into them: [out, in], for a product the other way round.
  package func unpacked(into weight: Tensor) {
    let width = hk_panel(set.rawValue)
    for output in 0..<outputs {
      let panel = panels + output / width * width * inputs + output % width
      for input in 0..<inputs { weight.base[output * inputs + input] = panel[input * width] }
    }
  }

  /// What a product does besides multiplying, on each tile while it is in the first cache.
  package struct Epilogue {
    /// Added to the product [rows, out]; may be y.
    package var base: Tensor?
    /// Multiplies the columns of x [in].
    package var scale: Tensor?
    /// Where gelu(y) goes, which may be y.
    package var activated: Tensor?
    /// The column sums of gelu(y)², one row for each tile of `tiles(of:)`.
    package var squares: Tensor?

    package init(
      base: Tensor? = nil, scale: Tensor? = nil, activated: Tensor? = nil, squares: Tensor? = nil
    ) {
      (self.base, self.scale, self.activated, self.squares) = (base, scale, activated, squares)
    }
  }

  /// y = x·Wᵀ + b; x [rows, in], y [rows, out].
  package func callAsFunction(
    _ x: Tensor, into y: Tensor, then epilogue: Epilogue = Epilogue(), _ ws: Workspace, _ threads: Threads
  ) {
    precondition(
      x.columns == inputs && y.columns == outputs && x.rows == y.rows, "a product of unequal shapes")
    let tiles = Self.tiles(of: x.rows)
    let parts = Self.parts(panelCount, tiles: tiles.count, threads)
    ws.multiplyAdds += multiplyAdds(x.rows)
    ws.scope {
      let scratch = ws.tensor([threads.count, epilogue.scale == nil ? 0 : 512 * hk_panel(set.rawValue)])
      threads.parallel(tiles.count * parts.count) { task, worker in
        let (tile, part) = (task / parts.count, parts[task % parts.count])
        product(x, y, epilogue, rows: tiles[tile], panels: part, tile, scratch.row(worker))
      }
    }
  }

  private func product(
    _ x: Tensor, _ y: Tensor, _ epilogue: Epilogue, rows: Range<Int>, panels part: Range<Int>, _ tile: Int,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    var product = hk_product()
    (product.rows, product.inner, product.columns) = (rows.count, inputs, outputs)
    (product.panel0, product.panel1) = (part.lowerBound, part.upperBound)
    (product.a, product.a_stride) = (UnsafePointer(x.row(rows.lowerBound)), inputs)
    (product.b, product.bias) = (UnsafePointer(panels), UnsafePointer(bias))
    (product.c, product.c_stride) = (y.row(rows.lowerBound), outputs)
    (product.base, product.base_stride) = (
      epilogue.base.map { UnsafePointer($0.row(rows.lowerBound)) }, outputs
    )
    (product.scale, product.scratch) = (epilogue.scale.map { UnsafePointer($0.base) }, scratch)
    product.activated = epilogue.activated?.row(rows.lowerBound)
    product.activated_stride = outputs
    product.squares = epilogue.squares?.row(tile)
    hk_product(set.rawValue, &product)
  }

  /// Rows whose part of x and y stays in the second cache beside a chunk of weights. Depends on the shape alone, so that
  /// sums over tiles have the same order for every thread count.
  package static func tiles(of rows: Int) -> [Range<Int>] {
    let count = max(1, (rows + 191) / 192)
    let size = ((rows + count - 1) / count + 5) / 6 * 6
    return stride(from: 0, to: rows, by: max(size, 1)).map { $0..<min($0 + size, rows) }
  }

  /// Cuts the panels so that there are tasks enough to keep all threads busy to the end.
  private static func parts(_ panels: Int, tiles: Int, _ threads: Threads) -> [Range<Int>] {
    let wanted = threads.count == 1 ? 1 : (4 * threads.count + tiles - 1) / max(tiles, 1)
    let parts = max(1, min(panels, wanted))
    return (0..<parts).map { ($0 * panels / parts)..<(($0 + 1) * panels / parts) }
  }
}
