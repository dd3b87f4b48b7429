/// The thirty classes of the published model, in its order: this order is a contract with every weight file.

/// Raw values are the CSV's column names, spelling and case as published.
package enum Label: String, CaseIterable, Sendable {
  case normal = "Normal"
  case aorticElongation = "aortic elongation"
  case cardiomegaly
  case pleuralEffusion = "pleural effusion"
  case nodule = "Nodule"
  case atelectasis
  case pleuralThickening = "pleural thickening"
  case aorticAtheromatosis = "aortic atheromatosis"
  case supportDevices = "Support Devices"
  case alveolarPattern = "alveolar pattern"
  case fracture
  case hernia = "Hernia"
  case emphysema = "Emphysema"
  case azygosLobe = "azygos lobe"
  case hydropneumothorax = "Hydropneumothorax"
  case kyphosis = "Kyphosis"
  case mass = "Mass"
  case pneumothorax = "Pneumothorax"
  case subcutaneousEmphysema = "Subcutaneous Emphysema"
  case pneumoperitoneum = "pneumoperitoneo"
  case vascularHilarEnlargement = "vascular hilar enlargement"
  case vertebralDegeneration = "vertebral degenerative changes"
  case hyperinflatedLung = "hyperinflated lung"
  case interstitialPattern = "interstitial pattern"
  case centralVenousCatheter = "central venous catheter"
  case hypoexpansion
  case bronchiectasis
  case hemidiaphragmElevation = "hemidiaphragm elevation"
  case sternotomy
  case calcifiedDensities = "calcified densities"
}
