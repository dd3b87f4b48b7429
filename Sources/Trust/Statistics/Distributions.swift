/// The distributions that intervals and tests are read from.

internal import Foundation

/// The standard normal's Φ(x).
package func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

/// The x with Φ(x) = p: Acklam's approximation, then two of Halley's steps.
/// - Precondition: 0 < p < 1.
package func normalQuantile(_ p: Double) -> Double {
  precondition(p > 0 && p < 1)
  if p > 0.5 { return -normalQuantile(1 - p) }
  var x = acklam(p)
  for _ in 0..<2 {
    let error = normalCDF(x) - p
    let u = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= u / (1 + x * u / 2)
  }
  return x
}

/// P. J. Acklam's rational approximation of the normal quantile for p ≤ 1/2, to 1e-9.
private func acklam(_ p: Double) -> Double {
  func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
  let a = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  let b = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01, 1,
  ]
  let c = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00, 1]
  if p < 0.02425 {
    let q = (-2 * log(p)).squareRoot()
    return polynomial(c, q) / polynomial(d, q)
  }
  let q = p - 0.5
  return q * polynomial(a, q * q) / polynomial(b, q * q)
}

/// The regularised incomplete beta function Iₓ(a, b): Lentz's continued fraction (Press et al., Numerical Recipes 6.4).
/// - Precondition: a, b > 0 and 0 ≤ x ≤ 1.
func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
  let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
  var c = 1.0
  var d = 1 / nudged(1 - (a + b) * x / (a + 1))
  var fraction = d
  for m in 1...10_000 {
    let m = Double(m)
    for numerator in [
      m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
      -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
    ] {
      d = 1 / nudged(1 + numerator * d)
      c = nudged(1 + numerator / c)
      fraction *= d * c
    }
    if abs(d * c - 1) < 1e-16 { break }
  }
  return front * fraction
}

/// Away from zero, so that a continued fraction can go on.
private func nudged(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }

/// The x with Iₓ(a, b) = p, by halving.
func betaQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
  var (low, high) = (0.0, 1.0)
  while true {
    let middle = (low + high) / 2
    if middle <= low || middle >= high { return middle }
    if incompleteBeta(middle, a, b) < p { low = middle } else { high = middle }
  }
}

/// The limiting distribution of √n·D: P(K > x) = 2 Σ (−1)ᵏ⁻¹ exp(−2k²x²) (Kolmogorov 1933).
package func kolmogorovTail(_ x: Double) -> Double {
  guard x > 0 else { return 1 }
  if x < 1 {
    // The theta-transformed series converges where the other does not.
    let terms = (1...40).reduce(0.0) { sum, k in
      let odd = Double(2 * k - 1)
      return sum + exp(-odd * odd * Double.pi * Double.pi / (8 * x * x))
    }
    return 1 - (2 * Double.pi).squareRoot() / x * terms
  }
  let tail = (1...100).reduce(0.0) { sum, k in
    let term = exp(-2 * Double(k * k) * x * x)
    return sum + (k % 2 == 1 ? term : -term)
  }
  return min(1, max(0, 2 * tail))
}

/// The upper tail of χ² with so many degrees of freedom at x: Q(degrees/2, x/2) by its series or Lentz's continued fraction (Press et
/// al., Numerical Recipes 6.2).
package func chiSquareTail(_ x: Double, degrees: Int) -> Double {
  guard x > 0, degrees > 0 else { return 1 }
  let (a, z) = (Double(degrees) / 2, x / 2)
  let scale = exp(a * log(z) - z - lgamma(a))
  guard z >= a + 1 else {
    var (term, sum, n) = (1 / a, 1 / a, a)
    while abs(term) > abs(sum) * 1e-17 {
      n += 1
      term *= z / n
      sum += term
    }
    return 1 - sum * scale
  }
  var b = z + 1 - a
  var c = 1e300
  var d = 1 / nudged(b)
  var fraction = d
  for i in 1...10_000 {
    let an = -Double(i) * (Double(i) - a)
    b += 2
    d = 1 / nudged(an * d + b)
    c = nudged(b + an / c)
    fraction *= d * c
    if abs(d * c - 1) < 1e-16 { break }
  }
  return fraction * scale
}
