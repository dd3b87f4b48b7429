/// Products of bytes by every set that the machine has, against plain loops over whole numbers.

import Foundation
import Testing

import Neural

@Suite("Packed bytes")
struct PackedBytesTests {
  static let sets = ByteKernelSet.allCases.filter(\.isAvailable)
  /// Rows, inner length and columns on both sides of tiles, vectors, panels and groups of four.
  static let shapes = [
    [1, 1, 1], [7, 48, 40], [13, 33, 65], [200, 40, 130], [5, 1100, 17], [6, 513, 64], [2, 24, 96],
  ]

  private let ws = Workspace()

  @Test("the default set is one that runs here, beside that of floats")
  func best() {
    #expect(ByteKernelSet.best.isAvailable && ByteKernelSet.scalar.isAvailable)
    #expect(KernelSet.best != .scalar || ByteKernelSet.best == .scalar)
    #expect(KernelSet.best != .avx2 || ByteKernelSet.best == .avx2)
  }

  /// Rows of bytes that stand for themselves.
  private func rows(_ count: Int, _ columns: Int, _ byte: (Int, Int) -> Int) -> ByteRows {
    let rows = ByteRows(count, columns, ws)
    for row in 0..<count {
      (rows.step[row], rows.least[row]) = (1, 0)
      for column in 0..<rows.stride {
        // What stands beyond the columns must not count.
        rows.bytes[row * rows.stride + column] = column < columns ? UInt8(byte(row, column)) : 127
      }
    }
    return rows
  }

  @Test(
    "a product is the plain sum of whole numbers, exactly, on one thread and three", arguments: sets, shapes)
  func exact(_ set: ByteKernelSet, _ shape: [Int]) {
    var random = SplitMix64(seed: 21)
    let (count, inner, columns) = (shape[0], shape[1], shape[2])
    let q = rows(count, inner, { _, _ in Int(random.next() % 128) })
    let w = ws.tensor([columns, inner])
    for i in 0..<w.count { w.base[i] = Float(Int(random.next() % 255) - 127) }
    // A column that reaches 127 has a scale of one.
    for column in 0..<columns { w.row(column)[column % inner] = column % 2 == 0 ? 127 : -127 }
    check(PackedBytes(w, bias: ws.zeros([columns]), set: set), q, w)
  }

  @Test("the largest sums of either sign come out whole", arguments: sets, [4, 4096, 65536])
  func largest(_ set: ByteKernelSet, _ inner: Int) {
    let q = rows(5, inner, { _, _ in 127 })
    let w = ws.tensor([3, inner])
    for i in 0..<inner {
      (w.row(0)[i], w.row(1)[i], w.row(2)[i]) = (127, -127, i % 2 == 0 ? 127 : -127)
    }
    check(PackedBytes(w, bias: ws.zeros([3]), set: set), q, w)
  }

  private func check(_ packed: PackedBytes, _ q: ByteRows, _ w: Tensor) {
    let y = ws.tensor([q.count, w.rows])
    for threads in [1, 3] {
      y.fill(0)
      packed(q, addingTo: y, ws, Threads(threads))
      for row in 0..<q.count {
        for column in 0..<w.rows {
          let sum = (0..<q.columns).reduce(0) {
            $0 + Int(q.bytes[row * q.stride + $1]) * Int(w.row(column)[$1])
          }
          #expect(y.row(row)[column] == Float(sum), "row \(row), column \(column)")
        }
      }
    }
  }

  @Test(
    "weights come out of their bytes within half a step, with what was folded in", arguments: sets, shapes)
  func unpacked(_ set: ByteKernelSet, _ shape: [Int]) {
    let data = Numbers(seed: 22)
    let (w, fold) = (data.tensor([shape[2], shape[1]], ws), data.tensor([shape[1]], ws))
    w.row(0).update(repeating: 0, count: shape[1])
    let out = ws.tensor(w.shape)
    PackedBytes(w, bias: ws.zeros([shape[2]]), scale: fold, set: set).unpacked(into: out)
    for column in 0..<shape[2] {
      let folded = (0..<shape[1]).map { w.row(column)[$0] * fold.base[$0] }
      let step = (folded.map(abs).max() ?? 0) / 127
      let worst = (0..<shape[1]).map { abs(folded[$0] - out.row(column)[$0]) }.max() ?? 0
      #expect(worst <= 0.5001 * step, "column \(column)")
    }
  }

  @Test("a product adds what the bytes stand for, the bias and what was folded in", arguments: sets, shapes)
  func meaning(_ set: ByteKernelSet, _ shape: [Int]) {
    let data = Numbers(seed: 23)
    let q = ByteRows(shape[0], shape[1], ws)
    set.normalise(data.tensor([shape[0], shape[1]], ws), epsilon: 1e-6, into: q)
    let (w, bias) = (data.tensor([shape[2], shape[1]], ws), data.tensor([shape[2]], ws))
    let (fold, shift) = (data.tensor([shape[1]], ws), data.tensor([shape[1]], ws))
    let packed = PackedBytes(w, bias: bias, scale: fold, shift: shift, set: set)
    let meant = ws.tensor(w.shape)
    packed.unpacked(into: meant)
    let y = data.tensor([shape[0], shape[2]], ws)
    let shifted = PlainKernels.product(shift.reshaped([1, shape[1]]), w, bias: bias)
    let expected = PlainKernels.product(plain(q), meant, bias: ws.zeros([shape[2]]), base: y)
    packed(q, addingTo: y, ws, .one)
    let whole = expected.indices.map { expected[$0] + shifted[$0 % shape[2]] }
    #expect(distance(y.values.map(Double.init), whole) < 2e-4)
  }

  private func plain(_ q: ByteRows) -> Tensor {
    let x = ws.tensor([q.count, q.columns])
    for row in 0..<q.count {
      for column in 0..<q.columns {
        x.row(row)[column] = q.least[row] + q.step[row] * Float(q.bytes[row * q.stride + column])
      }
    }
    return x
  }

  @Test(
    "a norm's bytes stand for the normalised row within half a step, and use all of 0...127", arguments: sets,
    [2, 5, 16, 40, 64, 129, 200])
  func normalised(_ set: ByteKernelSet, _ channels: Int) {
    let x = Numbers(seed: 24).tensor([6, channels], ws)
    let q = ByteRows(6, channels, ws)
    set.normalise(x, epsilon: 1e-6, into: q)
    let meant = plain(q)
    for row in 0..<6 {
      let exact = PlainKernels.normalise((0..<channels).map { Double(x.row(row)[$0]) }, epsilon: 1e-6)
      let worst = (0..<channels).map { abs(exact[$0] - Double(meant.row(row)[$0])) }.max() ?? 0
      #expect(worst < 0.5001 * Double(q.step[row]) + 1e-5)
      let bytes = (0..<channels).map { q.bytes[row * q.stride + $0] }
      #expect(bytes.min() == 0 && bytes.max() == 127)
    }
  }

  @Test("a row of one value everywhere is a row of zeros", arguments: sets)
  func flat(_ set: ByteKernelSet) {
    let (x, q) = (ws.tensor([2, 40]), ByteRows(2, 40, ws))
    x.fill(3)
    set.normalise(x, epsilon: 1e-6, into: q)
    #expect(plain(q).values.allSatisfy { $0 == 0 })
  }

  @Test("halves times their factors become bytes within half a step", arguments: sets, [3, 16, 40, 96, 130])
  func requantised(_ set: ByteKernelSet, _ channels: Int) {
    let data = Numbers(seed: 25)
    let (halves, factor) = (HalfRows(7, channels, ws), data.tensor([channels], ws))
    for i in 0..<7 * halves.stride { halves.base[i] = Float16(data.next()).bitPattern }
    let q = ByteRows(7, channels, ws)
    set.requantise(halves, factor: factor, into: q)
    let meant = plain(q)
    for row in 0..<7 {
      for column in 0..<channels {
        let exact =
          Float(Float16(bitPattern: halves.base[row * halves.stride + column])) * factor.base[column]
        #expect(abs(exact - meant.row(row)[column]) < 0.501 * q.step[row] + 1e-6)
      }
    }
  }

  /// A product that is not rounded before the least is taken from it can lie beyond the rounded most.
  @Test("a spread of one last digit never leaves 0...127", arguments: sets)
  func narrow(_ set: ByteKernelSet) {
    let (halves, factor, q) = (HalfRows(60, 64, ws), ws.tensor([64]), ByteRows(60, 64, ws))
    for i in 0..<60 * 64 { halves.base[i] = Float16(1025 + 7 * (i / 64)).bitPattern }
    for i in 0..<64 { factor.base[i] = 1000 + Float(i % 2) * Float(1000).ulp }
    set.requantise(halves, factor: factor, into: q)
    #expect((0..<60 * 64).allSatisfy { q.bytes[$0] <= 127 })
  }

  @Test(
    "GELU follows the product as halves, its squares add up, and large values are cut off", arguments: sets,
    shapes)
  func activated(_ set: ByteKernelSet, _ shape: [Int]) {
    let data = Numbers(seed: 26)
    let q = ByteRows(shape[0], shape[1], ws)
    set.normalise(data.tensor([shape[0], shape[1]], ws), epsilon: 1e-6, into: q)
    let (w, bias) = (data.tensor([shape[2], shape[1]], ws), data.tensor([shape[2]], ws))
    for i in 0..<w.count { w.base[i] /= Float(shape[1]).squareRoot() }
    bias.base[0] = 1e5
    let packed = PackedBytes(w, bias: bias, set: set)
    packed.unpacked(into: w)
    let y = HalfRows(shape[0], shape[2], ws)
    let squares = ws.zeros([PackedLinear.tiles(of: shape[0]).count, y.stride])
    packed.activated(q, into: y, squares: squares, ws, Threads(2))
    let expected = PlainKernels.product(plain(q), w, bias: bias).map(PlainKernels.gelu)
    for column in 0..<shape[2] {
      var sum = 0.0
      for row in 0..<shape[0] {
        let exact = expected[row * shape[2] + column]
        let found = Double(Float16(bitPattern: y.base[row * y.stride + column]))
        #expect(abs(found - min(exact, 65504)) < 6e-4 * max(1, abs(found)))
        sum += exact * exact
      }
      let found = (0..<squares.rows).reduce(0.0) { $0 + Double(squares.row($1)[column]) }
      #expect(abs(found - sum) < 1e-4 * (1 + sum), "column \(column)")
    }
  }

  @Test(
    "a NaN or an infinity in a row is in all that is made of it", arguments: sets, [Float.nan, .infinity])
  func poisoned(_ set: ByteKernelSet, _ poison: Float) {
    let data = Numbers(seed: 27)
    let (x, w) = (data.tensor([3, 40], ws), data.tensor([70, 40], ws))
    x.row(1)[17] = poison
    let (q, y) = (ByteRows(3, 40, ws), HalfRows(3, 70, ws))
    set.normalise(x, epsilon: 1e-6, into: q)
    let squares = ws.zeros([1, y.stride])
    PackedBytes(w, bias: ws.zeros([70]), set: set).activated(q, into: y, squares: squares, ws, .one)
    #expect((0..<70).allSatisfy { !squares.base[$0].isFinite })
    #expect((0..<70).allSatisfy { Float16(bitPattern: y.base[y.stride + $0]).isNaN })
    #expect((0..<70).allSatisfy { Float16(bitPattern: y.base[$0]).isFinite })
    let (factor, again) = (ws.tensor([70]), ByteRows(3, 70, ws))
    factor.fill(.nan)
    set.requantise(y, factor: factor, into: again)
    #expect((0..<3).allSatisfy { !(again.least[$0] + again.step[$0]).isFinite })
  }
}
