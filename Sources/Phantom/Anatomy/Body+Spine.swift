/// Cervical to lumbar vertebrae: bodies, end plates, pedicles, spinous and transverse processes.

extension Thorax {
  /// Millimetres from one thoracic vertebra to the next, on average; kyphosis foreshortens the column.
  var vertebra: Float { 22.4 * (1 - 0.14 * kyphosis) }

  /// The centre of thoracic vertebra `n` (1...12; smaller is cervical, larger is lumbar).
  func vertebraY(_ n: Int) -> Float {
    let k = Float(n) - 1
    return apex - 1 + k * vertebra * (0.86 + 0.0185 * k)
  }
}

extension Body {
  mutating func addSpine() {
    for n in -4...16 {
      let y = thorax.vertebraY(n)
      let next = thorax.vertebraY(n + 1)
      guard y > -raster.spacing * Float(raster.rows) / 2 - 30 else { continue }
      addVertebra(n, center: Point(thorax.spine(y), y), pitch: next - y)
    }
  }

  private mutating func addVertebra(_ n: Int, center: Point, pitch: Float) {
    let size = Float(max(0, n + 4)) / 16
    let half = (n < 1 ? 10.5 : 13 + 6.5 * size)
    let tall = pitch * 0.38
    let density = 1.7 * thorax.bone * (0.75 + 0.4 * size)
    addBody(center, half: half, tall: tall, density: density)
    guard n > 0 else { return }
    let lean = thorax.yaw * 0.5
    for side: Float in [-1, 1] {
      let pedicle = center + Point(side * half * 0.62 - lean, -tall * 0.2)
      bone.stamp(pedicle, radii: Point(3.4, 5), 3.4 * thorax.bone)
      bone.stamp(pedicle, radii: Point(2.1, 3.6), -2.2 * thorax.bone)
      let tip: Point3 = [center.x + side * (half + 13), center.y - tall * 0.5, 0]
      bone.stroke(
        [[pedicle.x + side * 3, pedicle.y, 0], tip], radii: [3.2, 3.8], density: 0.22 * thorax.bone)
    }
    let spinous = center + Point(-lean * 1.8, pitch * 0.4)
    bone.stamp(spinous, radii: Point(3, 7), 2.6 * thorax.bone)
    bone.stamp(spinous, radii: Point(1.8, 5.4), -1.3 * thorax.bone)
  }

  /// A rounded box with a waist and denser end plates.
  private mutating func addBody(_ center: Point, half: Float, tall: Float, density: Float) {
    for row in raster.rowRange(center.y - tall - 3, center.y + tall + 3) {
      let v = (raster.y(row) - center.y) / tall
      let edge = 1 - smoothstep(0.9, 1.12, abs(v))
      guard edge > 0 else { continue }
      let plate = 1 + 0.7 * smoothstep(0.68, 0.94, abs(v))
      let wide = half * (0.84 + 0.16 * v * v)
      for column in raster.columnRange(center.x - half - 2, center.x + half + 2) {
        let u = abs(raster.x(column) - center.x) / wide
        let side = 1 - smoothstep(0.88, 1.06, u)
        let cortex = 1 + 0.3 * smoothstep(0.8, 0.95, u)
        bone.values[row * raster.columns + column] += density * edge * side * plate * cortex
      }
    }
  }
}
