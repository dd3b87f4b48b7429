/// A linear layer for reading whose weights are bytes: a quarter of the memory, and products several to an instruction.

internal import CKernels

/// y = x·Wᵀ + b for rows of bytes x. A column of weights is rounded to ±127 steps of its own, the largest one exact.
package final class PackedBytes: PackedProduct {
  let inputs: Int
  let outputs: Int
  private let set: ByteKernelSet
  private let panels: UnsafeMutablePointer<Int8>
  /// Scale, sum and bias of each column, one after the other for as many columns as the panels have.
  private let columns: UnsafeMutablePointer<Float>
  /// Whose memory all of it is; nil for its own.
  private let owner: SafetensorsFile?

  /// - Parameters:
  ///   - weight: [out, in]; not needed afterwards.
  ///   - scale: what each column of x is multiplied by beforehand [in].
  ///   - shift: what is then added to it [in].
  ///   - gain: what each column of y, its bias included, is multiplied by in the end [out].
  package init(
    _ weight: Tensor, bias: Tensor, scale: Tensor? = nil, shift: Tensor? = nil, gain: Tensor? = nil,
    set: ByteKernelSet = .best, _ threads: Threads = Threads()
  ) {
    (inputs, outputs, self.set, owner) = (weight.columns, weight.rows, set, nil)
    precondition(inputs <= 65536, "more products than 32 bits can add up")
    panels = UnsafeMutableRawPointer(FloatMemory.allocate(set.packedSize(outputs, inputs) / 4))
      .bindMemory(to: Int8.self, capacity: set.packedSize(outputs, inputs))
    columns = FloatMemory.allocate(3 * Self.width(outputs, set))
    columns.update(repeating: 0, count: 3 * width)
    self.bias.copy(from: bias)
    if let shift {
      multiply(shift.reshaped([1, inputs]), transposed: weight, beta: 1, into: self.bias)
    }
    threads.parallel(width / set.panel) { [self] panel in
      var weights = weights
      hk8_pack(set.rawValue, weight.base, scale?.base, &weights, panel, panel + 1)
    }
    if let gain {
      for part in 0..<3 {
        let row = Tensor(columns + part * width, [outputs])
        gain.scaleRows(of: row, into: row)
      }
    }
  }

  package convenience init(
    lent weight: Tensor, _ halves: Halves?, bias: Tensor, scale: Tensor?, shift: Tensor?, gain: Tensor?
  ) {
    self.init(weight, bias: bias, scale: scale, shift: shift, gain: gain)
  }

  package init?(_ file: SafetensorsFile, _ name: String, from inputs: Int, to outputs: Int) {
    let set = ByteKernelSet.best
    guard let panels = file.entry("\(name).bytes"), let columns = file.entry("\(name).columns"),
      panels.type == .int8, panels.count == set.packedSize(outputs, inputs),
      columns.count == 3 * Self.width(outputs, set), let floats = file.floatsInPlace(columns),
      let bytes = file.bytes(of: panels).bindMemory(to: Int8.self).baseAddress
    else { return nil }
    (self.inputs, self.outputs, self.set, owner) = (inputs, outputs, set, file)
    (self.panels, self.columns) = (UnsafeMutablePointer(mutating: bytes), floats)
  }

  deinit {
    guard owner == nil else { return }
    panels.deallocate()
    columns.deallocate()
  }

  package var parts: [PackedPart] {
    [
      ("bytes", .int8, UnsafeRawBufferPointer(start: panels, count: set.packedSize(outputs, inputs))),
      ("columns", .float32, UnsafeRawBufferPointer(start: columns, count: 12 * width)),
    ]
  }

  /// As many columns as the panels have.
  private var width: Int { Self.width(outputs, set) }
  private static func width(_ outputs: Int, _ set: ByteKernelSet) -> Int {
    (outputs + set.panel - 1) / set.panel * set.panel
  }

  /// What is added to the products [out].
  var bias: Tensor { Tensor(columns + 2 * width, [1, outputs]) }

  private var weights: hk8_weights {
    hk8_weights(
      columns: outputs, inner: inputs, panels: panels, scale: columns, sum: columns + width,
      bias: columns + 2 * width)
  }

  /// Multiply-adds of a product with so many rows.
  func multiplyAdds(_ rows: Int) -> Int { rows * inputs * outputs }

  /// What the bytes stand for: [out, in].
  package func unpacked(into weight: Tensor) {
    let (panel, size) = (set.panel, set.packedSize(1, inputs))
    for output in 0..<outputs {
      let start = panels + output / panel * size + output % panel * 4
      for input in 0..<inputs {
        weight.base[output * inputs + input] =
          columns[output] * Float(start[input / 4 * panel * 4 + input % 4])
      }
    }
  }
}

extension PackedBytes {
  /// y = gelu(x·Wᵀ + b), values beyond ±65504 cut off there; squares += the column sums of gelu(…)², one row for each tile of
  /// `PackedLinear.tiles(of:)`, as wide as the stride of y.
  package func activated(
    _ x: ByteRows, into y: HalfRows, squares: Tensor, _ ws: Workspace, _ threads: Threads
  ) {
    precondition(
      y.columns == outputs && y.count == x.count && squares.columns == y.stride, "a product of unequal shapes"
    )
    run(x, ws, threads) { product, rows, tile in
      product.half = y.base + rows.lowerBound * y.stride
      product.squares = squares.row(tile)
    }
  }

  /// y += x·Wᵀ + b; y [rows, out].
  package func callAsFunction(_ x: ByteRows, addingTo y: Tensor, _ ws: Workspace, _ threads: Threads) {
    precondition(y.columns == outputs && y.rows == x.count, "a product of unequal shapes")
    run(x, ws, threads) { product, rows, _ in
      product.c = y.row(rows.lowerBound)
      product.base = UnsafePointer(y.row(rows.lowerBound))
    }
  }

  private func run(
    _ x: ByteRows, _ ws: Workspace, _ threads: Threads,
    _ target: (inout hk8_product, _ rows: Range<Int>, _ tile: Int) -> Void
  ) {
    precondition(x.columns == inputs, "a product of unequal shapes")
    let tiles = PackedLinear.tiles(of: x.count)
    let parts = PackedLinear.parts(width / set.panel, tiles: tiles.count, threads)
    ws.multiplyAdds += multiplyAdds(x.count)
    withUnsafePointer(to: weights) { weights in
      threads.parallel(tiles.count * parts.count) { task in
        let (tile, part) = (task / parts.count, parts[task % parts.count])
        let rows = x.rows(tiles[tile])
        var product = hk8_product()
        (product.rows, product.w, product.a) = (rows.count, weights, UnsafePointer(rows.bytes))
        (product.panel0, product.panel1) = (part.lowerBound, part.upperBound)
        (product.step, product.least) = (UnsafePointer(rows.step), UnsafePointer(rows.least))
        target(&product, tiles[tile], tile)
        hk8_product(set.rawValue, &product)
      }
    }
  }
}
