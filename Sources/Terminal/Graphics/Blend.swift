/// How an overlay's colour lies over the film: the same for every encoder.

enum Blend {
  /// How opaque the ramp's colour is where the overlay has `strength` 0...255: nothing at 0, 60 % at 255, in 1/1024.
  static func opacity(_ strength: Int) -> Int { strength * 614 / 255 }

  /// A film's gray (0...255) under the ramp's colour.
  static func mix(gray: Int, color: SIMD3<UInt8>, strength: Int) -> SIMD3<UInt8> {
    let opacity = opacity(strength)
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
    return Blend.mix(gray: gray, color: ramp[strength], strength: strength)
  }
}
