/// A linear layer for reading: its weights are cut once, at load, into the panels that the product kernel reads.

internal import CKernels

/// y = x·Wᵀ + b with what comes before and after folded in: a scale and a shift of x by column, and a gain of y.
package final class PackedLinear: PackedProduct {
  let panels: Panels
  package var inputs: Int { panels.inputs }
  package var outputs: Int { panels.outputs }

  /// - Parameters:
  ///   - weight: [out, in]; not needed afterwards.
  ///   - halves: the same numbers in 16 bits, to be kept instead.
  ///   - scale: what each column of x is multiplied by beforehand [in].
  ///   - shift: what is then added to it [in].
  ///   - gain: what each column of y, its bias included, is multiplied by in the end [out].
  package init(
    _ weight: Tensor, halves: Halves? = nil, bias: Tensor, scale: Tensor? = nil, shift: Tensor? = nil,
    gain: Tensor? = nil, set: KernelSet = .best, _ threads: Threads = Threads()
  ) {
    panels = Panels(weight, halves, bias: bias, scale: scale, shift: shift, gain: gain, set, threads)
  }

  package convenience init(
    lent weight: Tensor, _ halves: Halves?, bias: Tensor, scale: Tensor?, shift: Tensor?, gain: Tensor?
  ) {
    self.init(
      weight, halves: KernelSet.best.keepsHalves ? halves : nil, bias: bias, scale: scale, shift: shift,
      gain: gain)
  }

  package init?(_ file: SafetensorsFile, _ name: String, from inputs: Int, to outputs: Int) {
    guard let panels = Panels(file, name, from: inputs, to: outputs) else { return nil }
    self.panels = panels
  }

  package var parts: [PackedPart] { panels.parts }

  /// Multiply-adds of a product with so many rows.
  func multiplyAdds(_ rows: Int) -> Int { rows * inputs * outputs }

  /// The weights times what was folded into them: [out, in], for a product the other way round.
  package func unpacked(into weight: Tensor) { panels.unpacked(into: weight) }

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
    let parts = Self.parts(panels.count, tiles: tiles.count, threads)
    ws.multiplyAdds += multiplyAdds(x.rows)
    ws.scope {
      let scale = scale(epilogue, ws)
      let scratch = ws.tensor([threads.count, scale == nil ? 0 : 512 * hk_panel(panels.set.rawValue)])
      threads.parallel(tiles.count * parts.count) { task, worker in
        let (tile, part) = (task / parts.count, parts[task % parts.count])
        product(x, y, epilogue, scale, rows: tiles[tile], panels: part, tile, scratch.row(worker))
      }
    }
  }

  /// What the panels do not hold of the columns' scales.
  private func scale(_ epilogue: Epilogue, _ ws: Workspace) -> UnsafePointer<Float>? {
    guard let own = panels.scale else { return epilogue.scale.map { UnsafePointer($0.base) } }
    guard let given = epilogue.scale else { return UnsafePointer(own) }
    let both = ws.tensor([inputs])
    for i in 0..<inputs { both.base[i] = own[i] * given.base[i] }
    return UnsafePointer(both.base)
  }

  private func product(
    _ x: Tensor, _ y: Tensor, _ epilogue: Epilogue, _ scale: UnsafePointer<Float>?, rows: Range<Int>,
    panels part: Range<Int>, _ tile: Int, _ scratch: UnsafeMutablePointer<Float>
  ) {
    var product = hk_product()
    (product.rows, product.inner, product.columns) = (rows.count, inputs, outputs)
    (product.panel0, product.panel1) = (part.lowerBound, part.upperBound)
    (product.a, product.a_stride) = (UnsafePointer(x.row(rows.lowerBound)), inputs)
    (product.b, product.type) = (UnsafeRawPointer(panels.weights), panels.kernelType)
    product.bias = UnsafePointer(panels.bias)
    (product.c, product.c_stride) = (y.row(rows.lowerBound), outputs)
    (product.base, product.base_stride) = (
      epilogue.base.map { UnsafePointer($0.row(rows.lowerBound)) }, outputs
    )
    (product.scale, product.scratch) = (scale, scratch)
    product.gain = panels.gain.map { UnsafePointer($0) }
    product.activated = epilogue.activated?.row(rows.lowerBound)
    product.activated_stride = outputs
    product.squares = epilogue.squares?.row(tile)
    hk_product(panels.set.rawValue, &product)
  }

  /// Rows whose part of x and y stays in the second cache beside a chunk of weights. Depends on the shape alone, so that
  /// sums over tiles have the same order for every thread count.
  package static func tiles(of rows: Int) -> [Range<Int>] {
    let count = max(1, (rows + 191) / 192)
    let size = ((rows + count - 1) / count + 5) / 6 * 6
    return stride(from: 0, to: rows, by: max(size, 1)).map { $0..<min($0 + size, rows) }
  }

  /// Cuts the panels so that there are tasks enough to keep all threads busy to the end.
  static func parts(_ panels: Int, tiles: Int, _ threads: Threads) -> [Range<Int>] {
    let wanted = threads.count == 1 ? 1 : (4 * threads.count + tiles - 1) / max(tiles, 1)
    let parts = max(1, min(panels, wanted))
    return (0..<parts).map { ($0 * panels / parts)..<(($0 + 1) * panels / parts) }
  }
}
