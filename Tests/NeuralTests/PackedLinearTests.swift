/// Products with packed weights, and what they do on the way, against the plain loops.

import Foundation
import Testing

import Neural

@Suite("Packed products")
struct PackedLinearTests {
  static let sets = KernelSet.allCases.filter(\.isAvailable)
  /// Rows, inner length and columns on both sides of tiles, vectors, panels and chunks.
  static let shapes = [
    [1, 1, 1], [7, 48, 40], [13, 33, 65], [200, 40, 130], [5, 1100, 17], [6, 513, 64],
  ]

  @Test("a product equals the definition, whatever was folded in", arguments: sets, shapes)
  func product(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 11))
    let (x, w) = (data.tensor([shape[0], shape[1]], ws), data.tensor([shape[2], shape[1]], ws))
    let (bias, scale) = (data.tensor([shape[2]], ws), data.tensor([shape[1]], ws))
    let shift = data.tensor([shape[1]], ws)
    let y = ws.tensor([shape[0], shape[2]])
    let expected = PlainKernels.product(x, w, bias: bias)
    let packed = PackedLinear(w, bias: bias, set: set, .one)
    for threads in [1, 3] {
      y.fill(.nan)
      packed(x, into: y, ws, Threads(threads))
      #expect(distance(y.values.map(Double.init), expected) < 1e-4)
    }
    let folded = ws.tensor(x.shape)
    KernelSet.scalar.scaleShift(x, scale: scale, shift: shift, into: folded)
    PackedLinear(w, bias: bias, scale: scale, shift: shift, set: set)(x, into: y, ws, .one)
    let wanted = PlainKernels.product(folded, w, bias: bias)
    #expect(distance(y.values.map(Double.init), wanted) < 5e-4)
    let gain = data.tensor([shape[2]], ws)
    PackedLinear(w, bias: bias, scale: scale, shift: shift, gain: gain, set: set)(x, into: y, ws, .one)
    let gained = wanted.indices.map { wanted[$0] * Double(gain.base[$0 % shape[2]]) }
    #expect(distance(y.values.map(Double.init), gained) < 5e-4)
  }

  @Test("a scale and a base, which may be the output, join the product", arguments: sets, shapes)
  func residual(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 12))
    let (x, w) = (data.tensor([shape[0], shape[1]], ws), data.tensor([shape[2], shape[1]], ws))
    let (bias, scale) = (data.tensor([shape[2]], ws), data.tensor([shape[1]], ws))
    let y = data.tensor([shape[0], shape[2]], ws)
    let expected = PlainKernels.product(x, w, bias: bias, scale: scale, base: y)
    PackedLinear(w, bias: bias, set: set)(x, into: y, then: .init(base: y, scale: scale), ws, Threads(2))
    #expect(distance(y.values.map(Double.init), expected) < 2e-4)
  }

  @Test("GELU follows the product, in place or apart, and its squares add up", arguments: sets, shapes)
  func gelu(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 13))
    let (x, w) = (data.tensor([shape[0], shape[1]], ws), data.tensor([shape[2], shape[1]], ws))
    for i in 0..<w.count { w.base[i] /= Float(shape[1]).squareRoot() }
    let bias = data.tensor([shape[2]], ws)
    let (y, u) = (ws.tensor([shape[0], shape[2]]), ws.tensor([shape[0], shape[2]]))
    let squares = ws.zeros([PackedLinear.tiles(of: shape[0]).count, shape[2]])
    let packed = PackedLinear(w, bias: bias, set: set)
    packed(x, into: y, then: .init(activated: u, squares: squares), ws, Threads(2))
    let expected = PlainKernels.product(x, w, bias: bias).map(PlainKernels.gelu)
    #expect(distance(u.values.map(Double.init), expected) < 1e-5)
    for column in 0..<shape[2] {
      let wanted = (0..<shape[0]).map { expected[$0 * shape[2] + column] }.reduce(0.0) { $0 + $1 * $1 }
      let found = (0..<squares.rows).reduce(0.0) { $0 + Double(squares.row($1)[column]) }
      #expect(abs(found - wanted) < 1e-4 * (1 + wanted))
    }
    packed(x, into: y, then: .init(activated: y), ws, Threads(2))
    #expect(y.values == u.values)
  }

  @Test("weights come out of their panels as they went in", arguments: sets, shapes)
  func unpacked(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 14))
    let (w, bias) = (data.tensor([shape[2], shape[1]], ws), data.tensor([shape[2]], ws))
    let out = ws.tensor([shape[2], shape[1]])
    PackedLinear(w, bias: bias, set: set).unpacked(into: out)
    #expect(out.values == w.values)
  }

  @Test(
    "counts of a pass stay as they are pinned: work, memory, allocations", arguments: EngineCheck.rows.indices
  )
  func counts(_ row: Int) throws { #expect(try EngineCheck.rows[row].faults() == []) }

  @Test(
    "weights of 16 bits give the bits of the same ones widened, whatever was folded in",
    arguments: sets, shapes)
  func halves(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 14))
    let x = data.tensor([shape[0], shape[1]], ws)
    let bias = data.tensor([shape[2]], ws)
    let (folded, given) = (data.tensor([shape[1]], ws), data.tensor([shape[1]], ws))
    let gain = data.tensor([shape[2]], ws)
    let (y, expected) = (ws.tensor([shape[0], shape[2]]), ws.tensor([shape[0], shape[2]]))
    for type in [ElementType.float16, .bfloat16] {
      let (w, bits) = Self.rounded(data.tensor([shape[2], shape[1]], ws), to: type)
      bits.withUnsafeBufferPointer { bits in
        guard let base = bits.baseAddress else { return }
        for (own, late, gain) in [
          (nil, nil, nil), (folded, nil, nil), (nil, given, nil), (folded, nil, gain), (nil, nil, gain),
        ] as [(Tensor?, Tensor?, Tensor?)] {
          let halves = PackedLinear(
            w, halves: Halves(base, type), bias: bias, scale: own, shift: own, gain: gain, set: set)
          halves(x, into: y, then: .init(scale: late), ws, Threads(2))
          let floats = PackedLinear(w, bias: bias, scale: own, shift: own, gain: gain, set: set)
          floats(x, into: expected, then: .init(scale: late), ws, Threads(2))
          #expect(y.values == expected.values)
          let (back, wanted) = (ws.tensor(w.shape), ws.tensor(w.shape))
          halves.unpacked(into: back)
          floats.unpacked(into: wanted)
          #expect(back.values == wanted.values)
        }
        let halves = PackedLinear(w, halves: Halves(base, type), bias: bias, scale: folded, set: set)
        halves(x, into: y, then: .init(scale: given), ws, .one)
        let floats = PackedLinear(w, bias: bias, scale: folded, set: set)
        floats(x, into: expected, then: .init(scale: given), ws, .one)
        #expect(distance(y.values, expected.values) < 1e-3)
      }
    }
  }

  /// The weights rounded to 16 bits, a subnormal and a zero among them, and the bits.
  private static func rounded(_ w: Tensor, to type: ElementType) -> (Tensor, [UInt16]) {
    w.base[0] = 3e-6
    w.base[w.count - 1] = -0.0
    let bits = w.values.map { value in
      type == .float16 ? Float16(value).bitPattern : UInt16(truncatingIfNeeded: value.bitPattern >> 16)
    }
    for (i, half) in bits.enumerated() {
      w.base[i] =
        type == .float16 ? Float(Float16(bitPattern: half)) : Float(bitPattern: UInt32(half) << 16)
    }
    return (w, bits)
  }
}
