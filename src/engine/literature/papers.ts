import type { Paper } from '../../protocol/paper';

/** Papers that more than one method or metric rests on; the others stand beside what they define. */
export const SALIENCY: Paper = Object.freeze({
  authors: 'Simonyan, Vedaldi & Zisserman',
  year: 2013,
  title: 'Deep Inside Convolutional Networks: Visualising Image Classification Models and Saliency Maps',
  url: 'https://arxiv.org/abs/1312.6034',
});

export const INPUT_X_GRADIENT: Paper = Object.freeze({
  authors: 'Shrikumar, Greenside, Shcherbina & Kundaje',
  year: 2016,
  title: 'Not Just a Black Box: Learning Important Features Through Propagating Activation Differences',
  url: 'https://arxiv.org/abs/1605.01713',
});

export const INTEGRATED_GRADIENTS: Paper = Object.freeze({
  authors: 'Sundararajan, Taly & Yan',
  year: 2017,
  title: 'Axiomatic Attribution for Deep Networks',
  url: 'https://arxiv.org/abs/1703.01365',
});

export const EXPECTED_GRADIENTS: Paper = Object.freeze({
  authors: 'Erion, Janizek, Sturmfels, Lundberg & Lee',
  year: 2021,
  title: 'Improving performance of deep learning models with axiomatic attribution priors and expected gradients',
  url: 'https://arxiv.org/abs/1906.10670',
});

export const CAPTUM: Paper = Object.freeze({
  authors:
    'Kokhlikyan, Miglani, Martin, Wang, Alsallakh, Reynolds, Melnikov, Kliushkina, Araya, Yan & Reblitz-Richardson',
  year: 2020,
  title: 'Captum: A unified and generic model interpretability library for PyTorch',
  url: 'https://arxiv.org/abs/2009.07896',
});

export const DECONVNET: Paper = Object.freeze({
  authors: 'Zeiler & Fergus',
  year: 2014,
  title: 'Visualizing and Understanding Convolutional Networks',
  url: 'https://arxiv.org/abs/1311.2901',
});

export const GRAD_CAM: Paper = Object.freeze({
  authors: 'Selvaraju, Cogswell, Das, Vedantam, Parikh & Batra',
  year: 2017,
  title: 'Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization',
  url: 'https://arxiv.org/abs/1610.02391',
});

export const GRAD_CAM_PLUS_PLUS: Paper = Object.freeze({
  authors: 'Chattopadhay, Sarkar, Howlader & Balasubramanian',
  year: 2018,
  title: 'Grad-CAM++: Generalized Gradient-based Visual Explanations for Deep Convolutional Networks',
  url: 'https://arxiv.org/abs/1710.11063',
});

export const SCORE_CAM: Paper = Object.freeze({
  authors: 'Wang, Wang, Du, Yang, Zhang, Ding, Mardziel & Hu',
  year: 2020,
  title: 'Score-CAM: Score-Weighted Visual Explanations for Convolutional Neural Networks',
  url: 'https://arxiv.org/abs/1910.01279',
});

export const SHAP: Paper = Object.freeze({
  authors: 'Lundberg & Lee',
  year: 2017,
  title: 'A Unified Approach to Interpreting Model Predictions',
  url: 'https://arxiv.org/abs/1705.07874',
});

export const RISE: Paper = Object.freeze({
  authors: 'Petsiuk, Das & Saenko',
  year: 2018,
  title: 'RISE: Randomized Input Sampling for Explanation of Black-box Models',
  url: 'https://arxiv.org/abs/1806.07421',
});

export const D_RISE: Paper = Object.freeze({
  authors: 'Petsiuk et al.',
  year: 2021,
  title: 'Black-box Explanation of Object Detectors via Saliency Maps',
  url: 'https://arxiv.org/abs/2006.03204',
});

export const FEATURE_BASED: Paper = Object.freeze({
  authors: 'Bhatt, Weller & Moura',
  year: 2020,
  title: 'Evaluating and Aggregating Feature-based Model Explanations',
  url: 'https://arxiv.org/abs/2005.00631',
});

export const INFIDELITY: Paper = Object.freeze({
  authors: 'Yeh, Hsieh, Suggala, Inouye & Ravikumar',
  year: 2019,
  title: 'On the (In)fidelity and Sensitivity of Explanations',
  url: 'https://arxiv.org/abs/1901.09392',
});

export const CLEVR_XAI: Paper = Object.freeze({
  authors: 'Arras, Osman & Samek',
  year: 2022,
  title: 'CLEVR-XAI: A benchmark dataset for the ground truth evaluation of neural network explanations',
  url: 'https://arxiv.org/abs/2003.07258',
});
