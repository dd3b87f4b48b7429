/// What a forward pass costs in counts, which no other load of the machine can change.

/// Pinned by model: multiply-adds of the products, and the memory of activations. A change that makes a pass do more work or
/// hold more memory is seen here, whatever the clock says.
package struct EngineCheck: Sendable {
  package let model: String
  package var precision = Precision.float32
  package let size: Int
  /// Multiply-adds of the packed products of one pass.
  package let multiplyAdds: Int
  /// The most memory of activations on two threads, in KiB.
  package let highWaterKiB: Int

  /// The pinned rows.
  package static let rows: [EngineCheck] = [
    .init(model: "convnextv2_atto.csra", size: 224, multiplyAdds: 517_816_320, highWaterKiB: 6_500),
    .init(model: "convnextv2_atto.standard", size: 384, multiplyAdds: 1_521_745_920, highWaterKiB: 14_500),
    .init(model: "convnextv2_tiny.csra", size: 96, multiplyAdds: 798_916_608, highWaterKiB: 4_500),
    .init(model: "convnext_atto.csra", size: 224, multiplyAdds: 517_816_320, highWaterKiB: 4_000),
    .init(
      model: "convnextv2_atto.csra", precision: .eightBits, size: 224, multiplyAdds: 517_816_320,
      highWaterKiB: 3_400),
  ]

  /// What differs from the pinned counts, one sentence each; empty if nothing does.
  /// - Throws: `WeightError`.
  package func faults() throws(WeightError) -> [String] {
    var source = SeededWeights(seed: 1)
    let network = try ModelRegistry.make(model, labels: 30, precision: precision, &source)
    let (ws, threads) = (Workspace(), Threads(2))
    let input = EngineBench.picture(size, ws)
    EngineBench.read(network, input, ws, threads)
    let (once, growths) = (ws.multiplyAdds, ws.growths)
    for _ in 0..<3 { EngineBench.read(network, input, ws, threads) }
    withExtendedLifetime(source) {}
    var faults: [String] = []
    if once != multiplyAdds { faults.append("\(once) multiply-adds in products, pinned are \(multiplyAdds)") }
    if ws.multiplyAdds != 4 * once { faults.append("a later pass has another number of multiply-adds") }
    if ws.highWater > highWaterKiB * 1024 {
      faults.append("\(ws.highWater / 1024) KiB of activations, pinned are at most \(highWaterKiB)")
    }
    if ws.growths != growths { faults.append("\(ws.growths - growths) allocations after the first pass") }
    return faults.map { "\(self): \($0)" }
  }
}

extension EngineCheck: CustomStringConvertible {
  package var description: String { "\(model) at \(size), \(precision)" }
}
