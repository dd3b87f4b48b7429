/// How an overlay's colour lies over the film: the same for every encoder.

enum Blend {
  /// A film's gray (0...255) under the ramp's colour, which is as opaque as `strength` 0...255 has it of `percent`.
  static func mix(gray: Int, color: SIMD3<UInt8>, strength: Int, percent: Int) -> SIMD3<UInt8> {
    let opacity = strength * percent * 1024 / 25_500
    func channel(_ value: UInt8) -> UInt8 {
      UInt8(clamping: (gray * (1024 - opacity) + Int(value) * opacity + 512) >> 10)
    }
    return [channel(color.x), channel(color.y), channel(color.z)]
  }
}

extension Picture {
  /// The 24-bit colour of pixel `index`, overlay blended in.
  func rgb(_ index: Int) -> SIMD3<UInt8> {
    let gray = Int(self.gray[index]) >> 8
    guard !overlay.isEmpty, overlay[index] > 0 else { return SIMD3(repeating: UInt8(gray)) }
    let strength = Int(overlay[index])
    return Blend.mix(gray: gray, color: ramp[strength], strength: strength, percent: opacity)
  }
}
