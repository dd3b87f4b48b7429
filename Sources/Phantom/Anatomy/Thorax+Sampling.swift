/// Drawing a patient: sex, age and habitus set the mean, the seed does the rest.

extension Thorax {
  /// A patient without any of the findings that are drawn; ages 18 to 92.
  init(sampling random: inout Random) {
    sex = random.chance(0.5) ? .female : .male
    age = Int(min(92, max(18, 56 + 18 * random.normal())))
    let years = Float(age)
    let build = random.normal()
    drawChest(&random)
    drawHeart(&random, build: build, years: years)
    drawWall(&random, build: build)
    bone = (1.08 - 0.005 * max(0, years - 45)) * random.uniform(0.88, 1.12)
    ribSlope = random.uniform(0.8, 1.2)
    lungDensity = random.uniform(0.88, 1.12)
    vessels = random.uniform(0.88, 1.14)
    gastricBubble = random.unit()
    seed = random.fork()
  }

  private mutating func drawChest(_ random: inout Random) {
    let size: Float = sex == .male ? 1.03 : 0.95
    let inspiration = random.normal()
    halfWidth = (138 + 5.5 * random.normal()) * size
    halfDepth = (92 + 6 * random.normal()) * size
    apex = -142 + 4 * random.normal()
    base = apex + (252 + 11 * inspiration + 7 * random.normal()) * size
    let right = base - (34 + 5 * random.normal()) * size
    dome = Sided(right: right, left: right + random.uniform(4, 17))
    sulcus = 72 * random.uniform(0.85, 1.2)
    yaw = 3.2 * random.normal()
    scoliosis = 2.2 * random.normal()
    shoulderDrop = random.uniform(-10, 10)
    clavicleTilt = random.uniform(0.02, 0.24)
  }

  private mutating func drawHeart(_ random: inout Random, build: Float, years: Float) {
    cardiothoracicRatio = min(0.495, max(0.37, 0.44 + 0.02 * build + 0.028 * random.normal()))
    heartRight = random.uniform(0.27, 0.36)
    mediastinum = 23 + 1.6 * build + 1.4 * random.normal()
    aorta = min(14.6, max(10, 11 + 0.035 * (years - 30) + 0.7 * random.normal()))
    unfolding = min(0.36, max(0, 0.05 + 0.0042 * (years - 40) + 0.06 * random.normal()))
  }

  private mutating func drawWall(_ random: inout Random, build: Float) {
    wall = max(9, 17 + 5 * build + 2 * random.normal())
    fat = max(3, 8 + 4 * build)
    if sex == .female {
      breast = max(10, 32 + 10 * build + 7 * random.normal())
      breastRadius = 58 + 5 * build + 4 * random.normal()
      breastHeight = base - 62 + 12 * random.normal()
    } else {
      breast = max(0, 4 + 4 * build)
      breastRadius = 55
      breastHeight = base - 70
    }
    nipples = random.chance(0.12)
  }
}
