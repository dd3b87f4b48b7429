/// Small random changes of a film that leave its findings true.

import Foundation
package import Neural

/// Shift, scale and rotation by one affine map, then contrast and brightness, then noise, on 8-bit levels, as albumentations does.
/// There is no mirroring: it would move a finding to the other side of the body, and the heart with it.
package struct Augmentation: Equatable {
  /// The largest shift, as a share of the side.
  package var shift = 0.0
  /// The largest relative change of size.
  package var scale = 0.0
  /// The largest rotation in degrees.
  package var degrees = 0.0
  /// The largest change of brightness, as a share of white.
  package var brightness = 0.0
  /// The largest relative change of contrast.
  package var contrast = 0.0
  /// The largest standard deviation of noise, in 8-bit levels.
  package var noise = 0.0

  package init() {}

  init(_ table: inout ConfigTable) throws(TrainError) {
    shift = try table.number("shift", in: 0...0.5, default: 0)
    scale = try table.number("scale", in: 0...0.5, default: 0)
    degrees = try table.number("degrees", in: 0...45, default: 0)
    brightness = try table.number("brightness", in: 0...0.5, default: 0)
    contrast = try table.number("contrast", in: 0...0.5, default: 0)
    noise = try table.number("noise", in: 0...50, default: 0)
  }

  /// Whether everything stays where it is on the film.
  var keepsPlaces: Bool { shift + scale + degrees == 0 }

  package var isIdentity: Bool { self == Augmentation() }

  /// A varied copy of `size * size` levels.
  package func callAsFunction(_ levels: [UInt8], size: Int, _ random: inout SplitMix64) -> [UInt8] {
    let moved = keepsPlaces ? levels : move(levels, size, &random)
    let table = levelTable(&random)
    let deviation = random.uniform(0, noise)
    guard deviation > 0.5 else { return moved.map { table[Int($0)] } }
    return moved.map { level in
      UInt8(min(max(Double(table[Int(level)]) + deviation * random.normal(), 0), 255))
    }
  }

  private func levelTable(_ random: inout SplitMix64) -> [UInt8] {
    let gain = 1 + random.uniform(-contrast, contrast)
    let offset = 255 * random.uniform(-brightness, brightness)
    return (0...255).map { UInt8(min(max(Double($0) * gain + offset, 0), 255)) }
  }

  /// Samples the film bilinearly under the inverse map; outside is black.
  private func move(_ levels: [UInt8], _ size: Int, _ random: inout SplitMix64) -> [UInt8] {
    let angle = random.uniform(-degrees, degrees) * .pi / 180
    let factor = 1 / (1 + random.uniform(-scale, scale))
    let (c, s) = (Float(cos(angle) * factor), Float(sin(angle) * factor))
    let centre = Float(size - 1) / 2
    let dx = Float(random.uniform(-shift, shift)) * Float(size)
    let dy = Float(random.uniform(-shift, shift)) * Float(size)
    var moved = [UInt8](repeating: 0, count: levels.count)
    for row in 0..<size {
      for column in 0..<size {
        let (x, y) = (Float(column) - centre - dx, Float(row) - centre - dy)
        moved[row * size + column] = Self.sample(
          levels, size, x: c * x - s * y + centre, y: s * x + c * y + centre)
      }
    }
    return moved
  }

  private static func sample(_ levels: [UInt8], _ size: Int, x: Float, y: Float) -> UInt8 {
    guard x > -1, y > -1, x < Float(size), y < Float(size) else { return 0 }
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (tx, ty) = (x - Float(column), y - Float(row))
    func level(_ r: Int, _ c: Int) -> Float {
      r >= 0 && c >= 0 && r < size && c < size ? Float(levels[r * size + c]) : 0
    }
    let upper = level(row, column) * (1 - tx) + level(row, column + 1) * tx
    let lower = level(row + 1, column) * (1 - tx) + level(row + 1, column + 1) * tx
    return UInt8(upper * (1 - ty) + lower * ty + 0.5)
  }
}
