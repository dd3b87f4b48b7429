/// Deflate streams are read without a library, as far as they are wanted, and never beyond their bytes.

import Foundation
import Imaging
import Testing

@Suite("Inflating")
struct InflateTests {
  /// What the streams below hold; zlib made them.
  private let text = (0..<700).map { (i: Int) -> UInt8 in
    let step = i * i / 50 % 11
    return UInt8(step * (3 + i % 2) + 40)
  }

  private let streams = [
    // Fixed codes.
    """
    09CAAG0dPQM9E0MLcxsrFwcP5wANHT0TExtbIEvbwNDGysNNQ8/E3MVZQ88CyNYxtLH10TYBsgxMXNx0oNjA3EPDxDZAz8ZZx8RDw8JBw8QFSOqY++g5uJnY\
    aph46DkA+QZWGuY+hiC2jZuFs4mDgYOBrY6tjhUQgmhbAwcTZws3Gw0HbRc9D5MAoKiJs422iyGQ5WChAaIN3Bz0fKwMnB30AmxNNFxMdJwdDDUcbIA8C20f\
    WwsgbaOn4exgYqDhYWUBZLmYm4BIIFvHzcfBAcjT0Qhw9rB1MLcwNNDW0AgAinrYutg6WDlY2ZhDIZDtABTzcPBxCwCGjgEwZBxsoeFi7gAU1QGGBCg84KGi\
    YWDiAGTZAEPAAhg6FqCQcNAwdACGhgs4XBycDaxAYWFgFWAIDhkQrW3jbAL0fQAwdFy04WECDglYmABDCBYmeh6GPuYaVgbAkACyTTRsTUBhYQ4OGRMNIOkB\
    DA0bcLh4mBu4AcMGig3cPKxMgKFjY6jjhhQqQLYNMAxAoWFjAg0XBxdgKFgYmgDTg462BioYXKkEAA==
    """,
    // Codes of its own.
    """
    zdJBakUhDAXQ7QQUiRBQJEJAkQwcuP/V9Pr6fml3UMXkmpkHib5XiImT5Fq0TfNxKCYR7UiBszZflKTMQakix6x9B0FimSu+h4uT9JN0RHGqRjJRY9nJlnQS\
    T4Y7Nyo736yrDjE27rHHhn17Z5NRl5KFmVwOpjI0zIxklW7nZWk3HpZOF5oSh2Uyxa2G3Su6JhomTN4q0ixyK3Jc2wy3SGd4t1IzB6KDqffZrVnT8m5kw8xt\
    rwMdhoz116UYphES1+NHhVgMSSFQoVOvhFE2aMzHxQa3a8Ht5Efm9qBD8PoDnRl+TB6JjwmEPibJ8y7UGBLIQl2uRXlkhFAdGvq4eOEFm/fw8ibQ0RzXLxVk\
    hcHVUHldbEKhZsF/iIH+rv/1S74A
    """,
  ]

  private func stored(_ text: [UInt8]) -> [UInt8] {
    let (low, high) = (UInt8(text.count & 0xFF), UInt8(text.count >> 8))
    return [1, low, high, ~low, ~high] + text
  }

  private func all() throws -> [[UInt8]] {
    try streams.map { try [UInt8](#require(Data(base64Encoded: $0))) } + [stored(text)]
  }

  @Test("each kind of block holds what was put in, and no more of it is read than is wanted") func whole()
    throws
  {
    for stream in try all() {
      #expect(Inflate.start(of: stream[...], upTo: 1000) == text)
      #expect(Inflate.start(of: ([9, 9] + stream)[2...], upTo: 333) == Array(text.prefix(333)))
    }
  }

  @Test(
    "a stream that is cut gives what lies before the cut; damage gives something or nothing, within the limit"
  )
  func damaged() throws {
    for stream in try all() {
      for end in stream.indices {
        #expect(text.starts(with: Inflate.start(of: stream[..<end], upTo: 1000)))
        for bit in 0..<8 {
          var spoilt = stream
          spoilt[end] ^= 1 << UInt8(bit)
          #expect(Inflate.start(of: spoilt[...], upTo: 900).count <= 900)
        }
      }
    }
  }
}
