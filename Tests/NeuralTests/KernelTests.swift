/// Every kernel of every set that this machine has, against naive loops in double precision.

import Foundation
import Testing

import Neural

@Suite("Kernels")
struct KernelTests {
  static let sets = KernelSet.allCases.filter(\.isAvailable)
  /// Channel counts on both sides of every vector width, pictures smaller and larger than a block of pixels.
  static let shapes = [[1, 1, 1], [3, 5, 8], [7, 7, 40], [9, 17, 33], [4, 30, 16]]

  @Test("the default set is one that runs here")
  func best() { #expect(KernelSet.best.isAvailable && KernelSet.scalar.isAvailable) }

  @Test("a set is had by its name where it runs here, else the widest", arguments: KernelSet.allCases)
  func named(_ set: KernelSet) throws {
    let widest = try #require(Self.sets.last)
    #expect(KernelSet.named("\(set)") == (set.isAvailable ? set : widest))
    #expect(KernelSet.named("sse9") == widest)
  }

  @Test("the peak is measured with all twelve chains, whatever they are made of", arguments: sets)
  func multiply_add(_ set: KernelSet) {
    let grown = set.multiplyAdd(rounds: 10, factor: 1, term: 2)
    let lanes = grown.flops / (10 * 24)
    #expect(grown.sum == Float(lanes * (0..<12).reduce(0) { $0 + $1 + 10 * 2 }))
    let doubled = set.multiplyAdd(rounds: 3, factor: 2, term: 0).sum
    #expect(doubled == Float(lanes * (0..<12).reduce(0) { $0 + $1 * 8 }))
  }

  @Test("the depthwise convolution equals the definition, in parts and added up", arguments: sets, shapes)
  func depthwise(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 1))
    let (x, taps, bias) = (
      data.tensor(shape, ws), data.tensor([49, shape[2]], ws), data.tensor([shape[2]], ws)
    )
    let expected = PlainKernels.depthwise(x, taps, bias)
    let y = ws.tensor(shape)
    let middle = shape[0] / 2
    set.depthwise(x, taps: taps, bias: bias, into: y, rows: 0..<middle)
    set.depthwise(x, taps: taps, bias: bias, into: y, rows: middle..<shape[0])
    #expect(distance(y.values.map(Double.init), expected) < 2e-5)
    set.depthwise(x, taps: taps, bias: nil, into: y, rows: 0..<shape[0], accumulate: true)
    let twice = expected.indices.map { 2 * expected[$0] - Double(bias.base[$0 % shape[2]]) }
    #expect(distance(y.values.map(Double.init), twice) < 4e-5)
  }

  @Test("the gradient of the taps equals the definition", arguments: sets, shapes)
  func depthwise_taps(_ set: KernelSet, _ shape: [Int]) {
    let (ws, data) = (Workspace(), Numbers(seed: 2))
    let (x, dy) = (data.tensor(shape, ws), data.tensor(shape, ws))
    let dTaps = ws.zeros([49, shape[2]])
    set.depthwiseTaps(x, dy: dy, dTaps: dTaps)
    var expected = [Double](repeating: 0, count: dTaps.count)
    eachTap(shape) { tap, c, from, to in
      expected[tap * shape[2] + c] += Double(x.base[from]) * Double(dy.base[to])
    }
    #expect(distance(dTaps.values.map(Double.init), expected) < 1e-4)
  }

  @Test("layer normalisation equals the definition", arguments: sets, [1, 5, 16, 40, 129])
  func layer_norm(_ set: KernelSet, _ channels: Int) {
    let (ws, data) = (Workspace(), Numbers(seed: 3))
    let (x, w, b) = (
      data.tensor([6, channels], ws), data.tensor([channels], ws), data.tensor([channels], ws)
    )
    let (y, mean, rstd) = (ws.tensor([6, channels]), ws.tensor([6]), ws.tensor([6]))
    set.layerNorm(x, weight: w, bias: b, epsilon: 1e-6, into: y, mean: mean.base, rstd: rstd.base)
    for r in 0..<6 {
      let row = (0..<channels).map { Double(x.row(r)[$0]) }
      let mu = row.reduce(0, +) / Double(channels)
      let variance = row.reduce(0) { $0 + ($1 - mu) * ($1 - mu) } / Double(channels)
      #expect(abs(Double(mean.base[r]) - mu) < 1e-6)
      for c in 0..<channels {
        let normed = (row[c] - mu) / (variance + 1e-6).squareRoot()
        #expect(abs(Double(y.row(r)[c]) - normed * Double(w.base[c]) - Double(b.base[c])) < 1e-5)
      }
    }
  }

  @Test(
    "GELU is within 1e-6 of the exact form, of its own size where that is above 1, and its squares add up",
    arguments: sets)
  func gelu(_ set: KernelSet) {
    let ws = Workspace()
    let count = 48_001
    let (h, u, bias) = (ws.tensor([count, 1]), ws.tensor([count, 1]), ws.zeros([1]))
    let squares = ws.zeros([1])
    for i in 0..<count { h.base[i] = Float(i - 24_000) / 2000 }
    set.biasGELU(h, bias: bias, into: u, squares: squares.base)
    var (worst, sum) = (0.0, 0.0)
    for i in 0..<count {
      let exact = PlainKernels.gelu(Double(h.base[i]))
      worst = max(worst, abs(Double(u.base[i]) - exact) / max(1, abs(exact)))
      sum += Double(u.base[i]) * Double(u.base[i])
    }
    #expect(worst < 1e-6, "\(worst)")
    #expect(abs(Double(squares.base[0]) - sum) < 1e-3 * sum)
  }

  @Test("GELU keeps the biased input apart from its output, or overwrites it", arguments: sets, [1, 7, 40])
  func gelu_memory(_ set: KernelSet, _ channels: Int) {
    let (ws, data) = (Workspace(), Numbers(seed: 4))
    let (h, bias) = (data.tensor([3, channels], ws), data.tensor([channels], ws))
    let biased = (0..<h.count).map { h.base[$0] + bias.base[$0 % channels] }
    let (alone, u) = (ws.tensor(h.shape), ws.tensor(h.shape))
    alone.copy(from: h)
    set.biasGELU(h, bias: bias, into: u, squares: nil)
    set.biasGELU(alone, bias: bias, into: alone, squares: nil)
    #expect(h.values == biased && alone.values == u.values)
  }

  @Test("the backward of GELU and GRN is within 2e-6 of the exact form from -12 to 12", arguments: sets)
  func gelu_backward(_ set: KernelSet) {
    let ws = Workspace()
    let count = 24_001
    let (h, u, dg, dh) = (
      ws.tensor([count, 1]), ws.zeros([count, 1]), ws.tensor([count, 1]), ws.tensor([count, 1])
    )
    for i in 0..<count { h.base[i] = Float(i - 12_000) / 1000 }
    dg.fill(1)
    let (one, none, sums) = (ws.tensor([1]), ws.zeros([1]), ws.zeros([1]))
    one.fill(1)
    set.geluBackward(dg: dg, u: u, h: h, scale: one, pull: none, dh: dh, sums: sums)
    var worst = 0.0
    for i in 0..<count {
      let x = Double(h.base[i])
      let slope = (1 + erf(x / 2.0.squareRoot())) / 2 + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      worst = max(worst, abs(Double(dh.base[i]) - slope))
    }
    #expect(worst < 2e-6, "\(worst)")
    #expect(abs(sums.base[0] - Float(count) / 2) < 2)
  }

  @Test("the passes over columns equal plain loops", arguments: sets, [1, 6, 16, 45])
  func columns(_ set: KernelSet, _ width: Int) {
    let (ws, data) = (Workspace(), Numbers(seed: 5))
    let (a, b) = (data.tensor([9, width], ws), data.tensor([9, width], ws))
    let (s, t, y) = (data.tensor([width], ws), data.tensor([width], ws), ws.tensor([9, width]))
    set.scaleShift(a, scale: s, shift: t, into: y)
    #expect(
      distance(y.values, a.values.indices.map { a.base[$0] * s.base[$0 % width] + t.base[$0 % width] }) < 1e-6
    )
    set.addRow(a, s, factor: 0.5, into: y)
    #expect(distance(y.values, a.values.indices.map { a.base[$0] + 0.5 * s.base[$0 % width] }) < 1e-6)
    y.copy(from: b)
    set.add(a, factor: -2, to: y)
    #expect(distance(y.values, a.values.indices.map { b.base[$0] - 2 * a.base[$0] }) < 1e-6)
    let (sums, dots) = (ws.zeros([width]), ws.zeros([width]))
    set.columnSums(a, factor: 3, into: sums)
    set.columnDots(a, b, into: dots)
    for c in 0..<width {
      let sum = (0..<9).reduce(Float(0)) { $0 + a.row($1)[c] }
      let dot = (0..<9).reduce(Float(0)) { $0 + a.row($1)[c] * b.row($1)[c] }
      #expect(abs(sums.base[c] - 3 * sum) < 1e-5 && abs(dots.base[c] - dot) < 1e-5)
    }
  }
}

/// Calls `body` with tap, channel and the two flat indices for every tap that falls inside a picture [H, W, C].
private func eachTap(_ shape: [Int], _ body: (Int, Int, Int, Int) -> Void) {
  for y in 0..<shape[0] {
    for x in 0..<shape[1] {
      for tap in 0..<49 {
        let (fromY, fromX) = (y + tap / 7 - 3, x + tap % 7 - 3)
        guard (0..<shape[0]).contains(fromY), (0..<shape[1]).contains(fromX) else { continue }
        for c in 0..<shape[2] {
          body(tap, c, (fromY * shape[1] + fromX) * shape[2] + c, (y * shape[1] + x) * shape[2] + c)
        }
      }
    }
  }
}
